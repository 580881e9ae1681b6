using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;
using Orchestrator.V1;
using Batches = Orchestrator.Domain.Batches;

namespace Orchestrator.Api.Services;

/// <summary>A batch as it stands, in the words of the wire.</summary>
public static class BatchViews
{
    public static BatchView Of(Picture picture, Batches.Batch batch)
    {
        var view = new BatchView
        {
            Position = picture.Position,
            Batch = batch.Id,
            Status = batch.Status.ToString(),
            Product = batch.Product,
            Recipe = batch.Recipe,
            ChainOfIdentity = batch.ChainOfIdentity,
            DonorCode = batch.DonorCode,
            DonorMaterial = batch.DonorMaterial,
            Pathogen = batch.Pathogen.ToString(),
            Purpose = batch.Purpose.ToString(),
            CreatedAt = Wire.Instant(batch.CreatedAt),
        };
        view.Steps.AddRange(batch.Steps.Values.OrderBy(step => step.StartedAt).Select(Step));
        view.Holds.AddRange(batch.Holds.Values.Select(Held));
        view.Containers.AddRange(batch.Containers);
        view.HoldClocks.AddRange(batch.HoldClocks.Values.OrderBy(clock => clock.Due).Select(Waiting));
        return view;
    }

    public static HoldView Held(Hold hold) => new()
    {
        Id = hold.Id,
        Kind = hold.Kind.ToString(),
        Rule = hold.Rule,
        Reason = hold.Reason,
        Since = Wire.Instant(hold.Since),
    };

    private static HoldClockView Waiting(Batches.RunningHold clock) => new()
    {
        AfterStep = clock.AfterStep,
        Since = Wire.Instant(clock.Since),
        Due = Wire.Instant(clock.Due),
        Condition = clock.Condition,
    };

    private static StepView Step(Batches.StepExecution step)
    {
        var view = new StepView
        {
            Step = step.Step,
            Status = step.Status.ToString(),
            Attempt = step.Attempt,
            Room = step.Room,
            Line = step.Line ?? "",
            Isolator = step.Isolator ?? "",
            Cabinet = step.Cabinet ?? "",
            ClosedSystem = step.ClosedSystem ?? "",
            Incubator = step.Incubator ?? "",
            Compartment = step.Compartment ?? "",
            Shift = step.Shift ?? "",
            Exposure = step.Exposure.ToString(),
            StartedAt = Wire.Instant(step.StartedAt),
            EndedAt = Wire.Instant(step.EndedAt),
            EarliestEnd = Wire.Instant(step.EarliestEnd),
            MustEndBy = Wire.Instant(step.MustEndBy),
        };
        view.Equipment.AddRange(step.Equipment);
        view.Operators.AddRange(step.Operators.Select(assigned => assigned.Operator));
        view.Checks.AddRange(step.Checks.Values.Select(check => new CheckView
        {
            Check = check.Name,
            Value = (double)check.Value,
            Unit = check.Unit,
            InRange = check.InRange,
            RecordedBy = check.RecordedBy,
            At = Wire.Instant(check.At),
        }));
        return view;
    }
}
