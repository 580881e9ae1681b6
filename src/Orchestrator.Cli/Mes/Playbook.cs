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
        var vessels = schedule.Requests.ToDictionary(request => request.Id, _ => new Vessels());
        var draft = new Draft(schedule.Requests.SelectMany(request => request.Jobs), TeamOf, (job, team) => ActsOf(job, team, vessels[job.Request]), schedule.Requests.SelectMany(request => request.Jobs).SelectMany(StaysOf));
        if (provoke)
            Provocations.Into(draft);
        return new Playbook([.. draft.Acts.OrderBy(act => act.At)], draft.Stays);
    }

    private static IReadOnlyList<Act> ActsOf(JobOrder job, JobTeam team, Vessels vessels)
    {
        var script = new JobScript(job, team);
        Write(script, vessels);
        return script.Acts;
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

    /// <summary>The pair of a job; work that runs unattended names who begins it and who ends it.</summary>
    /// <exception cref="InvalidDataException">It names nobody.</exception>
    private static JobTeam TeamOf(JobOrder job)
    {
        if (PairOf(job) is { } own)
            return new JobTeam(own, own);
        if (job.Personnel is [var only])
            return new JobTeam(new Pair(only.Person, only.Person), new Pair(only.Person, only.Person));
        return new JobTeam(Named(job, "started-by"), Named(job, "completed-by"));
    }

    private static Pair? PairOf(JobOrder job) =>
        job.PersonAs("operator") is { } performer && job.PersonAs("verifier") is { } verifier ? new Pair(performer, verifier) : null;

    private static Pair Named(JobOrder job, string parameter) =>
        job.ValueOf(parameter) is { } performer && job.ValueOf(parameter, "verifier") is { } verifier
            ? new Pair(performer, verifier)
            : throw new InvalidDataException($"job order {job.Id} (line {job.Line}) names nobody as {parameter}: give it personnel, or the parameter with the values value and verifier");

    private static IEnumerable<Stay> StaysOf(JobOrder job)
    {
        var team = TeamOf(job);
        var (start, end) = (new Moment(job.Start, Phase.Begins), new Moment(job.End, Phase.Ends));
        return job.WorkMaster switch
        {
            "transfer" => [.. Both(team.Begins, job.EquipmentFor("from"), start, start), .. Both(team.Ends, job.EquipmentFor("to"), end, end)],
            "isolator-decontamination" or "incubator-disinfection" => [],
            _ when PairOf(job) is { } pair => Both(pair, job.EquipmentFor("room"), start, end),
            _ => [.. Both(team.Begins, job.EquipmentFor("room"), start, start), .. Both(team.Ends, job.EquipmentFor("room"), end, end)],
        };
    }

    private static IEnumerable<Stay> Both(Pair pair, string? room, Moment from, Moment to) =>
        new[] { pair.Performer, pair.Verifier }.Select(person => new Stay(person, room ?? "", from, to));
}
