using Orchestrator.Cli.Mes.Scripts;

namespace Orchestrator.Cli.Mes;

/// <summary>The whole plan as the MES plays it: every job order turned into its commands, and where people are needed for them.</summary>
internal sealed class Playbook
{
    private Playbook(IReadOnlyList<Act> acts, IReadOnlyList<Stay> stays)
    {
        Acts = acts;
        Stays = stays;
    }

    /// <summary>In the order in which they are given; those of one batch at one instant one after the other.</summary>
    public IReadOnlyList<Act> Acts { get; }

    public IReadOnlyList<Stay> Stays { get; }

    /// <param name="provoke">True to do beside the plan what the law must refuse.</param>
    public static Playbook Of(WorkSchedule schedule, bool provoke)
    {
        var acts = new List<Act>();
        var stays = new List<Stay>();
        foreach (var request in schedule.Requests)
        {
            var vessels = new Vessels();
            for (var at = 0; at < request.Jobs.Length; at++)
            {
                var job = request.Jobs[at];
                var script = new JobScript(job, TeamOf(request, at));
                Write(script, vessels);
                acts.AddRange(script.Acts);
                stays.AddRange(StaysOf(script));
            }
        }

        return new Playbook([.. acts.OrderBy(act => act.At)], stays);
    }

    private static void Write(JobScript script, Vessels vessels)
    {
        switch (script.Job.WorkMaster)
        {
            case "batch":
                BatchScript.Write(script);
                break;
            case "transfer":
                TransferScript.Write(script, vessels);
                break;
            case "line-clearance":
                ClearanceScript.Write(script);
                break;
            case "isolator-decontamination":
                CareScript.Decontaminate(script);
                break;
            case "incubator-disinfection":
                CareScript.Disinfect(script);
                break;
            default:
                new StepScript(script, vessels).Write();
                break;
        }
    }

    /// <summary>The pair of a job; work that runs unattended is begun by the pair before it and ended by the pair after it.</summary>
    private static JobTeam TeamOf(WorkRequest request, int at)
    {
        if (PairOf(request.Jobs[at]) is { } own)
            return new JobTeam(own, own);
        var before = request.Jobs[..at].Reverse().Select(PairOf).OfType<Pair>().First();
        var after = request.Jobs[(at + 1)..].Where(job => job.Start >= request.Jobs[at].End).Select(PairOf).OfType<Pair>().FirstOrDefault() ?? before;
        return new JobTeam(before, after);
    }

    private static Pair? PairOf(JobOrder job) =>
        job.PersonAs("operator") is { } performer && job.PersonAs("verifier") is { } verifier ? new Pair(performer, verifier) : null;

    private static IEnumerable<Stay> StaysOf(JobScript script)
    {
        var job = script.Job;
        if (job.WorkMaster == "transfer")
            return [.. Both(script.Team.Begins, job, "from", job.Start), .. Both(script.Team.Begins, job, "to", job.End)];
        if (PairOf(job) is null && job.Personnel.IsEmpty)
            return [.. Both(script.Team.Begins, job, "room", job.Start), .. Both(script.Team.Ends, job, "room", job.End)];
        return job.Personnel.Select(person => new Stay(person.Person, job.EquipmentFor("room") ?? "", job.Request, job.Start, job.End));
    }

    private static IEnumerable<Stay> Both(Pair pair, JobOrder job, string use, DateTimeOffset at) =>
        new[] { pair.Performer, pair.Verifier }.Select(person => new Stay(person, job.EquipmentFor(use) ?? "", job.Request, at, at));
}
