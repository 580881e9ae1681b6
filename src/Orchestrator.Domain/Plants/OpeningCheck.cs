using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Lines;
using Orchestrator.Domain.Recipes;

namespace Orchestrator.Domain.Plants;

/// <summary>
/// What is wrong with an opening balance against the plant and its recipes, or will follow from it: references, two people
/// an entry, nothing newer than the balance, and lines that stand without a current media fill.
/// </summary>
public static class OpeningCheck
{
    public static IEnumerable<Finding> Of(OpeningBalance balance, PlantDocument? plant, IReadOnlyCollection<RecipeDocument> recipes)
    {
        ArgumentNullException.ThrowIfNull(balance);
        ArgumentNullException.ThrowIfNull(recipes);
        var findings = Witnessed(balance).Concat(Times(balance));
        return plant is null
            ? [.. findings]
            : [.. findings, .. Belongs(balance, plant), .. OpeningPlaces.Of(balance, plant), .. Agree(balance, plant), .. MediaFills(balance, plant), .. Fills(balance, plant), .. balance.Batches.Numbered().SelectMany(one => Batch(one.Item, $"batches[{one.At}]", plant, recipes))];
    }

    private static IEnumerable<(string Field, Evidence Evidence)> Entries(OpeningBalance balance) =>
    [
        .. balance.MediaFills.Numbered().Select(one => ($"media-fills[{one.At}]", one.Item.Evidence)),
        .. balance.Qualifications.Numbered().Select(one => ($"qualifications[{one.At}]", one.Item.Evidence)),
        .. balance.Calibrations.Numbered().Select(one => ($"calibrations[{one.At}]", one.Item.Evidence)),
        .. balance.IntegrityChecks.Numbered().Select(one => ($"integrity-checks[{one.At}]", one.Item.Evidence)),
        .. balance.Disinfections.Numbered().Select(one => ($"disinfections[{one.At}]", one.Item.Evidence)),
        .. balance.Clearances.Numbered().Select(one => ($"clearances[{one.At}]", one.Item.Evidence)),
        .. balance.Lots.Numbered().Select(one => ($"lots[{one.At}]", one.Item.Evidence)),
        .. balance.Batches.Numbered().Select(one => ($"batches[{one.At}]", one.Item.Evidence)),
    ];

    private static IEnumerable<Finding> Witnessed(OpeningBalance balance) =>
        from entry in Entries(balance)
        where entry.Evidence.EnteredBy == entry.Evidence.VerifiedBy
        select PlantCheck.Error($"{entry.Field}.verified-by", $"录入和核对是同一人（{entry.Evidence.EnteredBy}）。", $"The same person entered and verified it ({entry.Evidence.EnteredBy}).",
            "由第二人核对。", "Have a second person verify it.", "GMP-9.7.3b");

    private static IEnumerable<Finding> Times(OpeningBalance balance)
    {
        IEnumerable<(string Field, DateTimeOffset At)> instants =
        [
            .. balance.IntegrityChecks.Numbered().Select(one => ($"integrity-checks[{one.At}].at", one.Item.At)),
            .. balance.Disinfections.Numbered().Select(one => ($"disinfections[{one.At}].at", one.Item.At)),
            .. balance.Clearances.Numbered().Select(one => ($"clearances[{one.At}].at", one.Item.At)),
            .. balance.Batches.Numbered().SelectMany(one => one.Item.Steps.Numbered().Select(step => ($"batches[{one.At}].steps[{step.At}].started-at", step.Item.StartedAt))),
            .. balance.Batches.Numbered().SelectMany(one => one.Item.Steps.Numbered().Where(step => step.Item.EndedAt is not null).Select(step => ($"batches[{one.At}].steps[{step.At}].ended-at", step.Item.EndedAt!.Value))),
            .. balance.MediaFills.Numbered().Select(one => ($"media-fills[{one.At}].date", Noon(one.Item.Date))),
            .. balance.Qualifications.Numbered().Select(one => ($"qualifications[{one.At}].on", Noon(one.Item.On))),
            .. balance.Calibrations.Numbered().Select(one => ($"calibrations[{one.At}].on", Noon(one.Item.On))),
        ];
        return instants.Where(one => one.At > balance.AsOf).Select(one => PlantCheck.Error(one.Field, "晚于期初时点。", "It is later than the instant the balance describes.",
            "改正时间，或改为系统内的记录。", "Correct the time, or record it in the system."));
    }

    // A date has no zone: the earliest instant at which it begins anywhere.
    private static DateTimeOffset Noon(DateOnly date) => new(date.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(14));

    /// <summary>A qualification or calibration counts by the date of the plant file; a document that says otherwise is not taken for it in silence.</summary>
    private static IEnumerable<Finding> Agree(OpeningBalance balance, PlantDocument plant)
    {
        foreach (var (field, proof, dates) in balance.Qualifications.Numbered().Select(one => ($"qualifications[{one.At}].until", one.Item, Qualified(plant, one.Item.Of)))
            .Concat(balance.Calibrations.Numbered().Select(one => ($"calibrations[{one.At}].until", one.Item, Calibrated(plant, one.Item.Of)))))
        {
            if (dates is not null && !dates.Contains(proof.Until))
                yield return PlantCheck.Error(field, $"与工厂文件中 {proof.Of} 的日期不符。", $"The plant file has another date for {proof.Of}.", "把日期写入工厂文件，或改正此处。", "Put the date in the plant file, or correct it here.", "GMP-6.4.0");
        }

        foreach (var (lot, at) in balance.Lots.Numbered().Where(one => one.Item.Composition is null))
            yield return PlantCheck.Error($"lots[{at}].composition", $"没有说明 {lot.Id} 的成分。", $"Nobody states what {lot.Id} contains.", "按合格证写明是否含人血清或血浆、β-内酰胺类抗生素。", "State from its certificates whether it contains human serum or plasma, or a β-lactam.", "GEN-4.2.2c", "CMC-4.2b");
    }

    private static IEnumerable<DateOnly?>? Qualified(PlantDocument plant, string of) => ActorId.TryParse(of, out var actor)
        ? actor.Kind switch
        {
            ActorKind.Operator => plant.People.Where(person => person.Id == actor.Key).SelectMany(person => person.Trainings.Values.Concat(person.Authorisations.Values).Select(date => (DateOnly?)date).Append(person.AsepticUntil)),
            ActorKind.Room => plant.Rooms.Where(room => room.Id == actor.Key).Select(room => room.QualifiedUntil),
            ActorKind.Isolator => plant.Isolators.Where(one => one.Id == actor.Key).Select(one => one.QualifiedUntil),
            ActorKind.Cabinet => plant.Cabinets.Where(one => one.Id == actor.Key).Select(one => one.QualifiedUntil),
            ActorKind.Incubator => plant.Incubators.Where(one => one.Id == actor.Key).Select(one => one.QualifiedUntil),
            ActorKind.ClosedSystem => plant.ClosedSystems.Where(one => one.Id == actor.Key).Select(one => one.QualifiedUntil),
            ActorKind.Equipment => plant.Equipment.Where(one => one.Id == actor.Key).Select(one => one.QualifiedUntil),
            _ => [],
        }
        : null;

    // What remembers its own calibrations takes the entry over; of the rest the plant file's date counts.
    private static IEnumerable<DateOnly?>? Calibrated(PlantDocument plant, string of) => ActorId.TryParse(of, out var actor)
        ? actor.Kind switch
        {
            ActorKind.Sensor or ActorKind.Equipment => null,
            ActorKind.ClosedSystem => plant.ClosedSystems.Where(one => one.Id == actor.Key).Select(one => one.CalibratedUntil),
            _ => [],
        }
        : null;

    private static IEnumerable<Finding> Belongs(OpeningBalance balance, PlantDocument plant)
    {
        if (balance.Plant != plant.Id)
            yield return PlantCheck.Error("plant", $"这是 {balance.Plant} 的期初数据，工厂是 {plant.Id}。", $"This is the balance of {balance.Plant}; the plant is {plant.Id}.", "选择正确的文件。", "Choose the right file.");

        var known = PlantReferences.Named(plant).Select(one => one.Id.ToString()).ToHashSet(StringComparer.Ordinal);
        IEnumerable<(string Field, string Of)> named =
        [
            .. balance.Qualifications.Numbered().Select(one => ($"qualifications[{one.At}].of", one.Item.Of)),
            .. balance.Calibrations.Numbered().Select(one => ($"calibrations[{one.At}].of", one.Item.Of)),
            .. balance.IntegrityChecks.Numbered().Select(one => ($"integrity-checks[{one.At}].of", one.Item.Of)),
            .. balance.Disinfections.Numbered().Select(one => ($"disinfections[{one.At}].of", one.Item.Of)),
            .. balance.Clearances.Numbered().Select(one => ($"clearances[{one.At}].room", $"room/{one.Item.Room}")),
            .. Entries(balance).SelectMany(one => new[] { ($"{one.Field}.entered-by", $"operator/{one.Evidence.EnteredBy}"), ($"{one.Field}.verified-by", $"operator/{one.Evidence.VerifiedBy}") }),
        ];
        foreach (var (field, of) in named.Where(one => !known.Contains(one.Of)))
            yield return PlantReferences.Unknown(field, of, "对象", "thing");
        foreach (var (lot, at) in balance.Lots.Numbered().Where(one => !plant.Materials.Any(material => material.Id == one.Item.Material)))
            yield return PlantReferences.Unknown($"lots[{at}].material", lot.Material, "物料", "material");
    }

    private static IEnumerable<Finding> MediaFills(OpeningBalance balance, PlantDocument plant)
    {
        foreach (var (fill, at) in balance.MediaFills.Numbered())
        {
            var field = $"media-fills[{at}]";
            if (!plant.Lines.Any(line => line.Id == fill.Line))
                yield return PlantReferences.Unknown($"{field}.line", fill.Line, "生产线", "line");
            if (!plant.Shifts.Any(shift => shift.Id == fill.Shift))
                yield return PlantReferences.Unknown($"{field}.shift", fill.Shift, "班次", "shift");
            foreach (var id in fill.Participants.Where(id => !plant.People.Any(person => person.Id == id)))
                yield return PlantReferences.Unknown($"{field}.participants", id, "人员", "person");
            foreach (var operation in fill.Operations.Where(operation => plant.Lines.FirstOrDefault(line => line.Id == fill.Line)?.SimulatedOperations.Contains(operation) == false))
                yield return PlantReferences.Unknown($"{field}.operations", operation, "模拟操作", "simulated operation of the line");
            if (fill.Units < 1)
                yield return PlantCheck.Error($"{field}.units", "至少一批。", "A media fill has at least one unit.", "改正 units。", "Correct the units.", "GMP-9.2.5b");
        }
    }

    /// <summary>Lines and shifts that could not work aseptically on the day of the balance.</summary>
    private static IEnumerable<Finding> Fills(OpeningBalance balance, PlantDocument plant)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(balance.AsOf, TimeZoneInfo.FindSystemTimeZoneById(plant.TimeZone)).DateTime);
        foreach (var line in plant.Lines)
        {
            var initial = balance.MediaFills.Count(fill => fill.Line == line.Id && fill is { Initial: true, Result: MediaFillResult.Passed });
            if (plant.Parameters.InitialMediaFills is { } needed && initial < needed)
            {
                yield return WillRefuse("media-fills", $"生产线 {line.Id} 的首次验证只有 {initial} 次通过，需要 {needed} 次。", $"The line {line.Id} has {initial} passed initial media fills of {needed}.", "GMP-9.2.5a");
            }

            foreach (var shift in plant.Shifts.Where(shift => plant.People.Any(person => person.Shift == shift.Id && person.Authorisations.ContainsKey(line.Area) && person.Roles.Contains("operator"))))
            {
                var last = balance.MediaFills.Where(fill => fill.Line == line.Id && fill.Shift == shift.Id && fill.Result == MediaFillResult.Passed)
                    .Select(fill => (DateOnly?)fill.Date).Max();
                if (last is null || MediaFillHistory.DueDate(last.Value) < today)
                {
                    yield return WillRefuse("media-fills", $"生产线 {line.Id} 的班次 {shift.Id} 在 {today:yyyy-MM-dd} 没有有效的培养基模拟灌装。", $"The shift {shift.Id} has no current media fill of the line {line.Id} on {today:yyyy-MM-dd}.", "GMP-9.2.5b");
                }
            }
        }
    }

    private static IEnumerable<Finding> Batch(BatchUnderWay batch, string field, PlantDocument plant, IReadOnlyCollection<RecipeDocument> recipes)
    {
        var recipe = recipes.FirstOrDefault(recipe => recipe.Id == batch.Recipe && recipe.Version == batch.RecipeVersion);
        if (recipe is null)
        {
            yield return PlantReferences.Unknown($"{field}.recipe", $"{batch.Recipe}@{batch.RecipeVersion}", "配方版本", "recipe version");
            yield break;
        }

        if (recipe.Product != batch.Product)
            yield return PlantCheck.Error($"{field}.product", $"配方 {recipe.Id} 生产的是 {recipe.Product}。", $"The recipe {recipe.Id} makes {recipe.Product}.", "改正产品或配方。", "Correct the product or the recipe.", "GMP-9.1a");
        var complete = batch.Steps.Where(step => step.EndedAt is not null).Select(step => step.Step).ToHashSet(StringComparer.Ordinal);
        foreach (var (step, at) in batch.Steps.Numbered())
        {
            var definition = recipe.Steps.FirstOrDefault(one => one.Id == step.Step);
            if (definition is null)
                yield return PlantReferences.Unknown($"{field}.steps[{at}].step", step.Step, "步骤", "step");
            else if (definition.After.FirstOrDefault(before => !complete.Contains(before)) is { } missing)
                yield return PlantCheck.Error($"{field}.steps[{at}].step", $"前置步骤 {missing} 没有完成。", $"The earlier step {missing} is not complete.", "补上或改正。", "Add it, or correct the entry.", "ORC-014");
            if (!plant.Rooms.Any(room => room.Id == step.Room))
                yield return PlantReferences.Unknown($"{field}.steps[{at}].room", step.Room, "操作间", "room");
        }
    }

    private static Finding WillRefuse(string field, string zh, string en, string rule) =>
        new(FindingSeverity.WillRefuse, field, zh, en, "补录通过的培养基模拟灌装，或在使用前完成一次。", "Enter the passed media fill, or pass one before the line is used.") { Rules = [rule] };
}
