using Orchestrator.Api.Doors;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Materials;
using Orchestrator.Domain.Recipes;
using Orchestrator.V1;
using AssignedOperator = Orchestrator.V1.AssignedOperator;
using Disposition = Orchestrator.V1.Disposition;

namespace Orchestrator.Api.NextActions;

/// <summary>What may be done with the steps that run or are paused.</summary>
public static class StepCandidates
{
    public static IEnumerable<Candidate> Of(Scene scene) => scene.Running.SelectMany(running => Of(scene, running.Execution, running.Step));

    private static IEnumerable<Candidate> Of(Scene scene, StepExecution execution, StepDefinition step)
    {
        var (batch, room) = (scene.Batch.Id, execution.Room);
        var by = scene.Person(room, execution.Operators.Select(member => member.Operator));
        var terminal = scene.Site.Room(room)?.Terminals.FirstOrDefault() ?? "";
        yield return Candidate.Of("manufacturing/CompleteStep", step.Id, new CompleteStepRequest { Batch = batch, Step = step.Id, CompletedBy = by, Terminal = terminal });
        yield return Candidate.Of("manufacturing/PauseStep", step.Id, new PauseStepRequest { Batch = batch, Step = step.Id, Reason = Placeholder.Text, By = by }, "reason");
        yield return Candidate.Of("manufacturing/ResumeStep", step.Id, new ResumeStepRequest { Batch = batch, Step = step.Id, By = by });
        yield return Candidate.Of("manufacturing/AbortStep", step.Id,
            new AbortStepRequest { Batch = batch, Step = step.Id, Reason = Placeholder.Text, Disposition = Disposition.SafeState, By = by }, "reason", "disposition");
        foreach (var check in step.Checks.Where(check => !execution.Checks.ContainsKey(check.Name)))
        {
            yield return Candidate.Of("manufacturing/RecordCheck", step.Id,
                new RecordCheckRequest { Batch = batch, Step = step.Id, Check = check.Name, Unit = check.Unit, Value = Example(check), RecordedBy = by }, "value", "instrument");
        }

        foreach (var charge in Charges(scene, execution, step, by))
            yield return charge;
        foreach (var output in step.Outputs.Where(output => scene.Containers.All(container => container.MadeBy is not { } made || made.Step != step.Id || made.Attempt != execution.Attempt || made.Output != output.Name)))
        {
            yield return Candidate.Of("manufacturing/RegisterContainer", step.Id,
                new RegisterContainerRequest { Container = scene.New(output.Name), Batch = batch, Step = step.Id, Output = output.Name, By = by }, "container");
        }

        if (HandOver(scene, execution, step) is { } handOver)
            yield return handOver;
        if (scene.Picture.Get<LabelReconciliation>(LabelReconciliation.KeyOf(batch, step.Id, execution.Attempt)).Open)
            yield return Candidate.Of("manufacturing/ReconcileLabels", step.Id, new ReconcileLabelsRequest { Batch = batch, Step = step.Id, Performer = by, Verifier = scene.Second(by, "verifier", room) });
    }

    /// <summary>One lot for each material that the recipe declares and nobody has charged; a released one first.</summary>
    private static IEnumerable<Candidate> Charges(Scene scene, StepExecution execution, StepDefinition step, string by)
    {
        var charged = execution.Charged.Select(lot => scene.Picture.Get<MaterialLot>(lot).Material).ToHashSet();
        foreach (var input in step.Inputs.Where(input => input.Kind is InputKind.Vector or InputKind.Reagent or InputKind.SingleUseKit && !charged.Contains(input.What)))
        {
            var lot = scene.Picture.All<MaterialLot>().Select(pair => pair.Value).Where(lot => lot.Material == input.What)
                .OrderBy(lot => lot.Status == MaterialLotStatus.Released ? 0 : 1).ThenBy(lot => lot.ExpiresOn).FirstOrDefault();
            if (lot is null)
                continue;
            var kit = input.Kind == InputKind.SingleUseKit;
            yield return Candidate.Of("manufacturing/ChargeMaterial", step.Id,
                new ChargeMaterialRequest
                {
                    Lot = lot.Id,
                    Batch = scene.Batch.Id,
                    Step = step.Id,
                    Input = input.Name,
                    Code = lot.Id,
                    By = by,
                    Serial = kit ? "example" : "",
                    Connection = kit ? V1.Connection.Mounted : V1.Connection.SterileConnector,
                },
                "lot", "code", "serial", "connection", "defect");
        }
    }

    private static Candidate? HandOver(Scene scene, StepExecution execution, StepDefinition step)
    {
        var outgoing = execution.Operators.Where(member => member.Role != "verifier").ToList();
        var staying = execution.Operators.Select(member => member.Operator).ToHashSet();
        var incoming = outgoing.Select(member => (member.Role, Person: scene.People(member.Role, execution.Room).FirstOrDefault(person => !staying.Contains(person))))
            .Where(next => next.Person is not null).ToList();
        if (outgoing.Count == 0 || incoming.Count < outgoing.Count)
            return null;
        var request = new HandOverRequest { Batch = scene.Batch.Id, Step = step.Id, State = Placeholder.Text, OpenPoints = "none" };
        request.Outgoing.AddRange(outgoing.Select(member => member.Operator));
        request.Incoming.AddRange(incoming.Select(next => new AssignedOperator { Operator = next.Person, Role = next.Role }));
        return Candidate.Of("manufacturing/HandOver", step.Id, request, "outgoing", "incoming", "state", "open_points");
    }

    private static double Example(CheckDefinition check) => (double)((check.Low ?? check.High ?? 0) + (check.High ?? check.Low ?? 0)) / 2;
}
