using System.Collections.Frozen;

namespace Orchestrator.Api.Doors;

/// <summary>Who may call what: the one table, a row a method. What has no row may be called by nobody.</summary>
public static class Access
{
    private const string Mes = "mes";
    private const string Equipment = "equipment";
    private const string Supervisor = "supervisor";
    private const string Quality = "quality";
    private const string Engineer = "engineer";
    private const string Demo = "demo";

    /// <summary>Every role a token may have.</summary>
    public static IReadOnlyList<string> Roles => Everyone;

    private static readonly string[] Everyone = [Mes, Equipment, Supervisor, Quality, Engineer, Demo];
    private static readonly string[] Readers = [Mes, Supervisor, Quality, Engineer, Demo];
    private static readonly string[] Shopfloor = [Mes, Supervisor];
    private static readonly string[] ShopfloorAndQuality = [Mes, Supervisor, Quality];
    private static readonly string[] EquipmentRecords = [Mes, Supervisor, Engineer, Equipment];
    private static readonly string[] Signers = [Quality, Supervisor, Engineer];
    private static readonly string[] MasterData = [Engineer, Quality];

    private static readonly FrozenDictionary<string, string[]> Rows = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["manufacturing/CreateBatch"] = Shopfloor,
        ["manufacturing/StartStep"] = Shopfloor,
        ["manufacturing/RepeatStep"] = Shopfloor,
        ["manufacturing/RecordCheck"] = Shopfloor,
        ["manufacturing/CorrectCheck"] = ShopfloorAndQuality,
        ["manufacturing/PauseStep"] = Shopfloor,
        ["manufacturing/ResumeStep"] = Shopfloor,
        ["manufacturing/CompleteStep"] = Shopfloor,
        ["manufacturing/AbortStep"] = ShopfloorAndQuality,
        ["manufacturing/CancelBatch"] = ShopfloorAndQuality,
        ["manufacturing/TerminateBatch"] = [Quality],
        ["manufacturing/DiscardBatch"] = [Quality],
        ["manufacturing/PlaceHold"] = ShopfloorAndQuality,
        ["manufacturing/LiftHold"] = [Quality],
        ["manufacturing/EnterRoom"] = [Mes, Supervisor, Equipment],
        ["manufacturing/LeaveRoom"] = [Mes, Supervisor, Equipment],
        ["manufacturing/ReportPresence"] = [Mes, Supervisor, Equipment],
        ["manufacturing/AssignOperator"] = Shopfloor,
        ["manufacturing/ReleaseOperator"] = Shopfloor,
        ["manufacturing/RecordPersonDecontamination"] = Shopfloor,
        ["manufacturing/RecordExitProcedure"] = [Mes, Supervisor, Equipment],
        ["manufacturing/LiftExclusion"] = [Quality],
        ["manufacturing/HandOver"] = Shopfloor,
        ["manufacturing/RecordMediaFill"] = ShopfloorAndQuality,
        ["manufacturing/SuspendLine"] = [Quality],
        ["manufacturing/ReinstateLine"] = [Quality],
        ["manufacturing/RegisterDonorMaterial"] = Shopfloor,
        ["manufacturing/SetPathogenStatus"] = [Quality],
        ["manufacturing/AcceptDonorMaterial"] = [Quality],
        ["manufacturing/RejectDonorMaterial"] = [Quality],
        ["manufacturing/BindDonorMaterial"] = Shopfloor,
        ["manufacturing/ReceiveLot"] = Shopfloor,
        ["manufacturing/ReleaseLot"] = [Quality],
        ["manufacturing/RejectLot"] = [Quality],
        ["manufacturing/ChargeMaterial"] = Shopfloor,
        ["manufacturing/RegisterContainer"] = Shopfloor,
        ["manufacturing/CollectWaste"] = Shopfloor,
        ["manufacturing/FillContainer"] = Shopfloor,
        ["manufacturing/RecordAppearance"] = Shopfloor,
        ["manufacturing/SealContainer"] = Shopfloor,
        ["manufacturing/SplitContainer"] = Shopfloor,
        ["manufacturing/MergeContainers"] = Shopfloor,
        ["manufacturing/TakeSample"] = Shopfloor,
        ["manufacturing/ParkContainer"] = Shopfloor,
        ["manufacturing/RecordInactivation"] = Shopfloor,
        ["manufacturing/DiscardContainer"] = ShopfloorAndQuality,
        ["manufacturing/LiftIdentityHold"] = [Quality],
        ["manufacturing/LiftContainerHold"] = [Quality],
        ["manufacturing/PrintLabels"] = Shopfloor,
        ["manufacturing/ReadBackLabel"] = Shopfloor,
        ["manufacturing/ApplyLabel"] = Shopfloor,
        ["manufacturing/VerifyLabel"] = Shopfloor,
        ["manufacturing/VoidLabel"] = Shopfloor,
        ["manufacturing/DestroyLabel"] = Shopfloor,
        ["manufacturing/Relabel"] = [Quality],
        ["manufacturing/ReconcileLabels"] = Shopfloor,
        ["manufacturing/ReserveRoom"] = Shopfloor,
        ["manufacturing/ReleaseReservation"] = Shopfloor,
        ["manufacturing/PlaceRoomHold"] = ShopfloorAndQuality,
        ["manufacturing/PerformClearance"] = Shopfloor,
        ["manufacturing/VerifyClearance"] = Shopfloor,
        ["manufacturing/RejectClearance"] = ShopfloorAndQuality,
        ["manufacturing/StartTransfer"] = Shopfloor,
        ["manufacturing/ArriveTransfer"] = Shopfloor,
        ["manufacturing/MountKit"] = Shopfloor,
        ["manufacturing/VerifyClosure"] = Shopfloor,
        ["manufacturing/ConnectClosed"] = Shopfloor,
        ["manufacturing/OpenSystem"] = Shopfloor,
        ["manufacturing/RecloseSystem"] = Shopfloor,
        ["manufacturing/ReportBreach"] = [Mes, Supervisor, Equipment],
        ["manufacturing/RecordEmergencyMeasure"] = Shopfloor,
        ["manufacturing/UnmountKit"] = Shopfloor,
        ["manufacturing/CleanSystem"] = Shopfloor,
        ["manufacturing/LoadIncubator"] = Shopfloor,
        ["manufacturing/UnloadIncubator"] = Shopfloor,
        ["manufacturing/OpenCompartment"] = Shopfloor,
        ["manufacturing/OpenPort"] = Shopfloor,
        ["manufacturing/ClearIsolator"] = Shopfloor,
        ["manufacturing/ClearCabinet"] = Shopfloor,
        ["manufacturing/CleanEquipment"] = Shopfloor,
        ["manufacturing/GetBatch"] = Readers,
        ["manufacturing/ListBatches"] = Readers,
        ["manufacturing/NextActions"] = Readers,
        ["manufacturing/Why"] = Readers,
        ["manufacturing/Audit"] = Readers,
        ["manufacturing/Watch"] = Everyone,
        ["capacity/GetCapacity"] = Readers,
        ["capacity/WatchCapacity"] = Readers,
        ["quality/RevokeRiskAssessment"] = [Quality],
        ["quality/ReopenRiskAssessment"] = [Quality],
        ["quality/ReinstateRiskAssessment"] = [Quality],
        ["quality/RevokeOverride"] = [Quality],
        ["quality/ReinstateOverride"] = [Quality],
        ["quality/WithdrawSignature"] = Signers,
        ["quality/LiftRoomHold"] = Signers,
        ["quality/AssessBreach"] = Signers,
        ["quality/AssessSignalGap"] = Signers,
        ["equipment/Connect"] = [Equipment],
        ["equipment/RecordRoomDisinfection"] = EquipmentRecords,
        ["equipment/RecordIntegrityCheck"] = EquipmentRecords,
        ["equipment/ReportRepair"] = EquipmentRecords,
        ["equipment/ReportReadings"] = EquipmentRecords,
        ["equipment/CalibrateSensor"] = EquipmentRecords,
        ["equipment/CloseCompartment"] = EquipmentRecords,
        ["equipment/RecordIncubatorDisinfection"] = EquipmentRecords,
        ["equipment/StartDecontamination"] = EquipmentRecords,
        ["equipment/RecordDecontamination"] = EquipmentRecords,
        ["equipment/RecordIsolatorTest"] = EquipmentRecords,
        ["equipment/ClosePort"] = EquipmentRecords,
        ["equipment/ReportOpenPort"] = EquipmentRecords,
        ["equipment/RecordEquipmentInactivation"] = EquipmentRecords,
        ["equipment/RecordCalibration"] = EquipmentRecords,
        ["equipment/RecordEquipmentIntegrityCheck"] = EquipmentRecords,
        ["equipment/ReportEquipmentRepair"] = EquipmentRecords,
        ["equipment/TakeOutOfService"] = EquipmentRecords,
        ["equipment/ReturnToService"] = EquipmentRecords,
        ["equipment/CommandDevice"] = Shopfloor,
        ["equipment/ResolveCommand"] = Shopfloor,
        ["equipment/ListControllers"] = Everyone,
        ["demo/Join"] = [Demo, Mes, Equipment],
        ["demo/Advance"] = [Demo],
        ["plant/Found"] = [Engineer],
        ["plant/Check"] = MasterData,
        ["plant/ProposeChange"] = MasterData,
        ["plant/Diff"] = MasterData,
        ["plant/ApproveChange"] = MasterData,
        ["plant/WithdrawChange"] = MasterData,
        ["plant/CheckOpeningBalance"] = MasterData,
        ["plant/ProposeOpeningBalance"] = MasterData,
        ["plant/ApproveOpeningBalance"] = MasterData,
        ["plant/GetOpeningBalance"] = MasterData,
        ["plant/GetPlant"] = Everyone,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The methods that have a row, as <c>service/Method</c>.</summary>
    public static IEnumerable<string> Methods => Rows.Keys;

    /// <summary>The roles that may call a method; none when it has no row.</summary>
    /// <param name="path">As gRPC names it: <c>/orchestrator.v1.Manufacturing/StartStep</c>.</param>
    public static IReadOnlyList<string> RolesOf(string path) => Rows.GetValueOrDefault(NameOf(path), []);

    /// <summary>From gRPC's path to the name people and remedies use: <c>manufacturing/StartStep</c>.</summary>
    public static string NameOf(string path)
    {
        var slash = path.LastIndexOf('/');
        var service = path[(path.LastIndexOf('.', slash) + 1)..slash];
        return string.Concat(service[..1].ToLowerInvariant(), service.AsSpan(1), path.AsSpan(slash));
    }
}
