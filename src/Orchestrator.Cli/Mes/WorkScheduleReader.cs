using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Orchestrator.Cli.Mes;

/// <summary>What stopped the reading of a schedule, and where (line and column from 1; 0 when unknown).</summary>
public sealed record ScheduleError(int Line, int Column, string Zh, string En)
{
    public override string ToString() => $"{Line}:{Column} {En}";
}

/// <summary>
/// Reads a B2MML V7 ProcessWorkSchedule. DTDs and entities are refused, size is limited, other versions of the namespace are
/// refused by name, and a wrong file is an error with its line, never an exception.
/// </summary>
public static class WorkScheduleReader
{
    /// <summary>The namespace of B2MML V7.</summary>
    public const string Namespace = "http://www.mesa.org/xml/B2MML";

    /// <summary>Characters of a file (16 Mi).</summary>
    public const long LengthMax = 16 << 20;

    /// <summary>Levels of elements; a schedule has seven.</summary>
    private const int DepthMax = 32;

    private static readonly XNamespace B2mml = Namespace;

    public static (WorkSchedule? Schedule, ImmutableArray<ScheduleError> Errors) Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var errors = new List<ScheduleError>();
        try
        {
            if (Unacceptable(text) is { } error)
                return (null, [error]);
            using var reader = Reader(text);
            var schedule = Schedule(XDocument.Load(reader, LoadOptions.SetLineInfo), errors);
            return (errors.Count == 0 ? schedule : null, [.. errors]);
        }
        catch (XmlException error)
        {
            return (null, [new ScheduleError(error.LineNumber, error.LinePosition, $"不是可接受的 XML：{error.Message}", $"This is not acceptable XML: {error.Message}")]);
        }
    }

    private static XmlReader Reader(string text) => XmlReader.Create(new StringReader(text), new XmlReaderSettings
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = LengthMax,
        MaxCharactersFromEntities = 1024,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CloseInput = true,
    });

    /// <summary>What must be known before a tree is built: size, document type, depth.</summary>
    private static ScheduleError? Unacceptable(string text)
    {
        if (text.Length > LengthMax)
            return new ScheduleError(1, 1, $"文件超过 {LengthMax} 个字符。", $"The file has more than {LengthMax} characters.");
        if (text.IndexOf("<!DOCTYPE", StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
        {
            var line = text.AsSpan(0, at).Count('\n') + 1;
            return new ScheduleError(line, at - text.LastIndexOf('\n', at), "不接受 DTD 和实体。", "A DTD is not accepted, and no entities.");
        }

        using var reader = Reader(text);
        while (reader.Read())
        {
            if (reader.Depth > DepthMax)
                return new ScheduleError(((IXmlLineInfo)reader).LineNumber, ((IXmlLineInfo)reader).LinePosition, $"嵌套超过 {DepthMax} 层。", $"The nesting is deeper than {DepthMax} levels.");
        }

        return null;
    }

    private static WorkSchedule? Schedule(XDocument document, List<ScheduleError> errors)
    {
        var root = document.Root!;
        if (root.Name.NamespaceName != Namespace)
        {
            Error(errors, root, $"命名空间「{root.Name.NamespaceName}」不是 B2MML V7（{Namespace}）。", $"The namespace \"{root.Name.NamespaceName}\" is not that of B2MML V7 ({Namespace}).");
            return null;
        }

        if (root.Name.LocalName != "ProcessWorkSchedule")
        {
            Error(errors, root, $"应为 ProcessWorkSchedule，而不是 {root.Name.LocalName}。", $"ProcessWorkSchedule is expected, not {root.Name.LocalName}.");
            return null;
        }

        if (root.Element(B2mml + "DataArea")?.Elements(B2mml + "WorkSchedule").ToArray() is not [var schedule])
        {
            Error(errors, root, "应恰好有一个 WorkSchedule。", "Exactly one WorkSchedule is expected.");
            return null;
        }

        return new WorkSchedule(
            Required(schedule, "ID", errors), Time(schedule, "StartTime", errors), Time(schedule, "EndTime", errors),
            [.. schedule.Elements(B2mml + "WorkRequest").Select(request => Request(request, errors))]);
    }

    private static WorkRequest Request(XElement request, List<ScheduleError> errors)
    {
        var id = Required(request, "ID", errors);
        return new WorkRequest(id, [.. request.Elements(B2mml + "JobOrder").Select(job => Job(job, id, errors))]);
    }

    private static JobOrder Job(XElement job, string request, List<ScheduleError> errors)
    {
        var order = new JobOrder
        {
            Id = Required(job, "ID", errors),
            Request = request,
            Description = Text(job, "Description") ?? "",
            WorkMaster = Required(job, "WorkMasterID", errors),
            WorkMasterVersion = Text(job, "WorkMasterVersion"),
            WorkType = Required(job, "WorkType", errors),
            Start = Time(job, "StartTime", errors),
            End = Time(job, "EndTime", errors),
            Parameters = [.. job.Elements(B2mml + "JobOrderParameter").Select(one => new JobParameter(Required(one, "ID", errors), [.. one.Elements(B2mml + "Value").Select(Value)]))],
            Personnel = [.. job.Elements(B2mml + "PersonnelRequirement").Select(one => new JobPerson(Text(one, "PersonnelClassID") ?? "", Required(one, "PersonID", errors)))],
            Equipment = [.. job.Elements(B2mml + "EquipmentRequirement").Select(one => new JobEquipment(Text(one, "EquipmentUse") ?? "", Required(one, "EquipmentID", errors)))],
            Materials = [.. job.Elements(B2mml + "MaterialRequirement").Select(one => Material(one, errors))],
            Line = ((IXmlLineInfo)job).LineNumber,
        };
        if (order.End < order.Start)
            Error(errors, job, $"{order.Id} 的结束早于开始。", $"{order.Id} ends before it starts.");
        return order;
    }

    private static JobValue Value(XElement value) => new(Text(value, "Key") ?? "value", Text(value, "ValueString") ?? "", Text(value, "UnitOfMeasure") ?? "");

    private static JobMaterial Material(XElement one, List<ScheduleError> errors) => new(
        Required(one, "ID", errors), Text(one, "MaterialClassID") ?? "", Text(one, "MaterialDefinitionID") ?? "",
        Required(one, "MaterialLotID", errors), Text(one, "MaterialSubLotID"), Text(one, "MaterialUse") ?? "");

    private static string? Text(XElement parent, string name) => parent.Element(B2mml + name)?.Value.Trim();

    private static string Required(XElement parent, string name, List<ScheduleError> errors)
    {
        var text = Text(parent, name);
        if (string.IsNullOrEmpty(text))
            Error(errors, parent, $"{parent.Name.LocalName} 缺少 {name}。", $"{parent.Name.LocalName} lacks {name}.");
        return text ?? "";
    }

    /// <summary>An instant with an offset; one without is refused, because a plant's local time is not the server's.</summary>
    private static DateTimeOffset Time(XElement parent, string name, List<ScheduleError> errors)
    {
        var text = Required(parent, name, errors);
        var zoned = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
        if (zoned && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
            return at;
        if (text.Length > 0)
            Error(errors, parent.Element(B2mml + name)!, $"「{text}」不是带时差的时刻。", $"\"{text}\" is not an instant with an offset.");
        return default;
    }

    private static void Error(List<ScheduleError> errors, XElement at, string zh, string en)
    {
        var place = (IXmlLineInfo)at;
        errors.Add(new ScheduleError(place.LineNumber, place.LinePosition, zh, en));
    }
}
