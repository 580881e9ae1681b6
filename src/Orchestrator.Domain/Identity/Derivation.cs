using System.Collections.Immutable;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Identity;

/// <summary>How containers come from containers: outputs, parts, merges and samples inherit donor, chain, batch and pathogen status.</summary>
public static class Derivation
{
    /// <summary>Registers a container whose contents come from others; nothing about its identity is taken from the command.</summary>
    public static void Derive(Desk desk, Part part, ContainerUse use, Batch batch, IReadOnlyList<Container> parents, Origination madeBy, Location location, bool filled)
    {
        var root = parents.FirstOrDefault();
        var (pathogen, agents) = Inherited(batch, parents);
        desk.Check(NotTwice(desk, part.Container));
        desk.Write(
            new ActorId(ActorKind.Container, part.Container),
            new ContainerFact.Registered(
                part.Type,
                use,
                batch.Id,
                root?.ChainOfIdentity ?? batch.ChainOfIdentity,
                root?.DonorCode ?? batch.DonorCode,
                root?.DonorMaterial ?? batch.DonorMaterial,
                [.. parents.Select(parent => parent.Id)],
                madeBy,
                pathogen,
                agents,
                filled ? part.Contents : null,
                location,
                desk.Now));
        desk.Write(new ActorId(ActorKind.Batch, batch.Id), new BatchFact.ContainerAdded(part.Container));
    }

    public static void Split(ContainerCommand.Split command, Container source, Site site, Desk desk)
    {
        Source(desk, site, source, command.Code, command.By, IdentityRules.NotHeld(source));
        var batch = desk.Get<Batch>(source.Batch);
        var step = Handling.AtWork(batch, source);
        desk.Check(Handling.InAStep(desk, site, batch, source, step, command.Method, command.By))
            .Check(command.Parts.IsEmpty ? Refusal.Of("ORC-018", new Seen("container", source.Id), new Seen("count", 0)) : null)
            .Check(command.Parts.Select(part => OfItsKind(source, part)).OfType<Refusal>())
            .Check(CodeRegister.Distinct(command.Parts.Select(part => part.Container)));
        foreach (var part in command.Parts)
            Derive(desk, part, source.Use, batch, [source], Within(step, source, "split"), OnTheBench(source), filled: true);
        Handling.Touched(desk, site, batch, source, command.By);
        if (command.Rest is { } rest)
            desk.Write(new ActorId(ActorKind.Container, source.Id), new ContainerFact.ContentsChanged(rest, SealBroken: command.Method != SamplingMethod.ClosedPath, "split"));
        else
            Consume(desk, source, "split", command.By);
    }

    public static void Merge(ContainerCommand.Merge command, Site site, Desk desk)
    {
        var sources = command.From.Select(from => desk.Get<Container>(from.Container)).ToList();
        desk.Check(sources.Count < 2 ? Refusal.Of("ORC-018", new Seen("container", command.Container), new Seen("count", sources.Count)) : null)
            .Check(OfDifferentNames(command.From.Select(from => from.Container)))
            .Check(IdentityRules.IsACode(command.Container, "container"));
        foreach (var from in command.From)
            Source(desk, site, desk.Get<Container>(from.Container), from.Code, command.By, IdentityRules.NotHeld(desk.Get<Container>(from.Container)));
        foreach (var other in sources.Skip(1))
            desk.Check(SameBatch(desk, sources[0], other)).Check(SameNode(sources[0], other));
        if (sources.Count == 0)
            return;

        var batch = desk.Get<Batch>(sources[0].Batch);
        var step = Handling.AtWork(batch, sources[0]);
        foreach (var source in sources)
            desk.Check(Handling.InAStep(desk, site, batch, source, Handling.AtWork(batch, source), command.Method, command.By));
        Handling.Touched(desk, site, batch, sources[0], command.By);
        Derive(desk, new Part(command.Container, sources[0].Type, command.Contents), sources[0].Use, batch, sources, Within(step, sources[0], "merge"), OnTheBench(sources[0]), filled: true);
        foreach (var source in sources)
            Consume(desk, source, "merge", command.By);
    }

    public static void TakeSample(ContainerCommand.TakeSample command, Container source, Site site, Desk desk)
    {
        Source(desk, site, source, command.Code, command.By, IdentityRules.NoMismatch(source));
        var batch = desk.Get<Batch>(source.Batch);
        desk.Check(Handling.Sampling(desk, site, batch, source, command.Method, command.By));
        Handling.Touched(desk, site, batch, source, command.By);
        Derive(desk, command.Sample, ContainerUse.Sample, batch, [source], Outside(source, "sample"), OnTheBench(source), filled: true);
        desk.Write(new ActorId(ActorKind.Container, source.Id), new ContainerFact.ContentsChanged(command.Rest, SealBroken: command.Method != SamplingMethod.ClosedPath, "sample"));
    }

    /// <summary>GMP-6.5d: what is derived is as pathogen-positive, or as unknown, as the worst of what it comes from.</summary>
    [Enforces("GMP-6.5d")]
    public static (PathogenStatus Status, ImmutableArray<string> Agents) Inherited(Batch batch, IReadOnlyList<Container> parents)
    {
        var all = parents.Select(parent => parent.Pathogen).Append(batch.Pathogen).ToList();
        ImmutableArray<string> agents = [.. parents.SelectMany(parent => parent.Agents).Concat(batch.Agents).Distinct().Order(StringComparer.Ordinal)];
        return (all.Contains(PathogenStatus.Positive) ? PathogenStatus.Positive : all.Contains(PathogenStatus.Unknown) ? PathogenStatus.Unknown : PathogenStatus.NegativeScreened, agents);
    }

    /// <summary>GMP-9.1a: only material of one batch comes together; another chain's material refuses and is held with it.</summary>
    [Enforces("GMP-9.1a")]
    public static IEnumerable<Refusal> SameBatch(Desk desk, Container one, Container other)
    {
        if (one.Batch == other.Batch && one.Batch.Length > 0)
            yield break;
        yield return Refusal.Of("GMP-9.1a", new Seen("container", one.Id), new Seen("otherContainer", other.Id), new Seen("batch", one.Batch), new Seen("otherBatch", other.Batch));
        if (one.ChainOfIdentity != other.ChainOfIdentity)
            yield return IdentityRules.OtherChain(desk, [one], other, one.Batch);
    }

    /// <summary>What every derivation asks of the container that is taken from: scanned, labelled, not held, by a person present.</summary>
    private static void Source(Desk desk, Site site, Container source, string code, string by, IEnumerable<Refusal> held)
    {
        if (source.Status == ContainerStatus.Unknown)
        {
            desk.Check(Refusal.Of("ORC-001", new Seen("container", source.Id)));
            return;
        }

        desk.Check(IdentityRules.Matches(desk, source.Id, code))
            .Check(IdentityRules.ScannedByAPersonPresent(desk, site, by, source.Location.Room))
            .Check(IdentityRules.Labelled(desk, source))
            .Check(held)
            .Check(IdentityRules.NotRejected(source))
            .Check(source.IsAtHand || source.Status == ContainerStatus.InProcess ? null : Refusal.Of("ORC-003", new Seen("container", source.Id), new Seen("status", source.Status.ToString())));
    }

    /// <summary>GEN-4.1b: a part is of the kind of what it comes from; only a step of the recipe makes another of it.</summary>
    [Enforces("GEN-4.1b")]
    public static Refusal? OfItsKind(Container source, Part part) =>
        part.Type == source.Type
            ? null
            : Refusal.Of("GEN-4.1b", new Seen("container", part.Container), new Seen("containerKind", part.Type), new Seen("expected", source.Type)).Remedied("follow-recipe-order");

    /// <summary>What was just filled stands where it was filled, and in no position of its source.</summary>
    private static Location OnTheBench(Container source) => new(source.Location.Room, null, null);

    /// <summary>Recombined containers come from the same node of the process: the same step, the same kind (AMB-29).</summary>
    private static Refusal? SameNode(Container one, Container other) =>
        one.Type == other.Type && one.MadeBy?.Step == other.MadeBy?.Step && one.Use == other.Use
            ? null
            : Refusal.Of("GMP-9.1a", new Seen("container", one.Id), new Seen("otherContainer", other.Id), new Seen("step", one.MadeBy?.Step ?? ""), new Seen("otherStep", other.MadeBy?.Step ?? ""));

    private static Refusal? NotTwice(Desk desk, string container) =>
        IdentityRules.IsACode(container, "container")
        ?? (desk.Get<Container>(container).Status == ContainerStatus.Unknown ? null : Refusal.Of("ORC-002", new Seen("container", container)))
        ?? CodeRegister.Issue(desk, CodeBearer.Container, container);

    private static Refusal? OfDifferentNames(IEnumerable<string> names) =>
        names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice ? Refusal.Of("ORC-002", new Seen("container", twice.Key)) : null;

    /// <summary>A part is of the step it is made in: until that step ends it stays with it, and it carries its label when the step completes.</summary>
    private static Origination Within(StepExecution? step, Container source, string act) =>
        step is null ? Outside(source, act) : new Origination(step.Step, step.Attempt, act);

    private static Origination Outside(Container source, string act) =>
        new(source.MadeBy?.Step ?? "", 0, act);

    private static void Consume(Desk desk, Container source, string cause, string by)
    {
        desk.Write(new ActorId(ActorKind.Container, source.Id), new ContainerFact.Consumed(cause, desk.Now));
        Positions.GiveBack(desk, source, by);
        if (desk.Get<Batch>(source.Batch).Containers.Contains(source.Id))
            desk.Write(new ActorId(ActorKind.Batch, source.Batch), new BatchFact.ContainerRemoved(source.Id, cause));
    }
}
