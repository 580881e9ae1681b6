using Orchestrator.V1;

namespace Orchestrator.Cli.Mes.Scripts;

/// <summary>The first job of a batch: the batch is created, its donor material received, judged by quality, and bound to it.</summary>
internal static class BatchScript
{
    private const string Document = "QC-REL-001";

    public static void Write(JobScript script)
    {
        var job = script.Job;
        var (performer, verifier) = script.Team.Begins;
        var material = job.ValueOf("donor-material") ?? "";
        var chain = job.ValueOf("chain-of-identity") ?? "";
        var donor = job.ValueOf("donor-code") ?? "";
        var bag = job.Materials[0];
        var positive = job.ValueOf("pathogen") == "positive";

        script.Begin("create", client => client.Manufacturing.CreateBatchAsync, new CreateBatchRequest
        {
            Batch = job.Request,
            Product = job.ValueOf("product"),
            Recipe = job.ValueOf("recipe"),
            RecipeVersion = job.ValueOf("recipe-version"),
            ChainOfIdentity = chain,
            DonorCode = donor,
            Purpose = Enum.Parse<BatchPurpose>(job.ValueOf("purpose") ?? "", ignoreCase: true),
        });
        script.Begin("receive", client => client.Manufacturing.RegisterDonorMaterialAsync, new RegisterDonorMaterialRequest
        {
            DonorMaterial = material,
            DonorCode = donor,
            ChainOfIdentity = chain,
            Container = bag.Lot,
            ContainerType = bag.Definition,
            Contents = new Contents { VolumeMl = 200 },
            Label = JobScript.LabelOf(bag.Lot),
            Room = job.EquipmentFor("room"),
            ReceivedBy = performer,
            Verifier = verifier,
        });
        script.Begin("inspect", client => client.Manufacturing.RecordAppearanceAsync, new RecordAppearanceRequest { Container = bag.Lot, When = Inspection.BeforeUse, Inspector = performer });

        var status = new SetPathogenStatusRequest { DonorMaterial = material, Pathogen = positive ? PathogenStatus.Positive : PathogenStatus.NegativeScreened, Document = Document, By = Quality(positive).Person };
        if (positive)
            status.Agents.Add(job.ValueOf("agent") ?? "HBV");
        script.Begin("pathogen", client => client.Manufacturing.SetPathogenStatusAsync, status, Quality(positive).Caller);
        script.Begin("accept", client => client.Manufacturing.AcceptDonorMaterialAsync, new AcceptDonorMaterialRequest { DonorMaterial = material, Document = Document, By = Quality(positive).Person }, Quality(positive).Caller);
        script.End("bind", client => client.Manufacturing.BindDonorMaterialAsync, new BindDonorMaterialRequest
        {
            DonorMaterial = material,
            Batch = job.Request,
            Code = JobScript.LabelOf(bag.Lot),
            Performer = performer,
            Verifier = verifier,
        });
    }

    private static (string Caller, string Person) Quality(bool positive) => positive ? (Callers.SecondQuality, "QA-02") : (Callers.Quality, "QA-01");
}
