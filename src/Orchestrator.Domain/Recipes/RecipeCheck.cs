using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Recipes;

/// <summary>
/// What is wrong with a recipe, or will follow from it: order, time ranges, grades, culture and open steps, and, with a
/// plant beside it, whether that plant can make it. Fields are named as in the recipe file.
/// </summary>
public static class RecipeCheck
{
    public static IEnumerable<Finding> Of(RecipeDocument recipe, PlantDocument? plant)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return
        [
            .. Whole(recipe), .. Order(recipe), .. Inputs(recipe),
            .. recipe.Steps.Numbered().SelectMany(one => Step(one.Item, $"steps[{one.At}]", recipe.Steps.Length)),
            .. plant is null ? [] : RecipeFit.Of(recipe, plant),
        ];
    }

    private static IEnumerable<Finding> Whole(RecipeDocument recipe)
    {
        if (recipe.Steps.IsEmpty)
            yield return PlantCheck.Error("steps", "配方没有步骤。", "The recipe has no steps.", "写入步骤。", "Write its steps.", "CMC-5.1a");
        if (recipe.EffectiveUntil < recipe.EffectiveFrom)
            yield return PlantCheck.Error("effective-until", "失效早于生效。", "It ends before it begins.", "改正日期。", "Correct the dates.", "GMP-2");
        if (recipe.ProcessValidation is null)
        {
            yield return new Finding(FindingSeverity.WillRefuse, "process-validation", "没有工艺验证报告：商业批次将被拒绝。", "There is no process validation: commercial batches will be refused.",
                "写入通过的工艺验证报告。", "Name the report of the passed validation.")
            { Rules = ["GMP-9.3.0"] };
        }

        if (!recipe.Steps.Any(step => step.IsHarvest))
            yield return PlantCheck.Error("steps", "没有收获步骤。", "No step is the harvest.", "在最后的步骤写 harvest: true。", "Write harvest: true in the last step.", "CMC-5.1a");
        if (!recipe.Steps.Any(step => step.Inputs.Any(input => input.Kind == InputKind.DonorMaterial)))
            yield return PlantCheck.Error("steps", "没有步骤投入供者材料。", "No step takes donor material in.", "在第一步写入供者材料。", "Name it as an input of the first step.", "GMP-13.2");
    }

    private static IEnumerable<Finding> Order(RecipeDocument recipe)
    {
        var steps = new Dictionary<string, StepDefinition>(StringComparer.Ordinal);
        foreach (var (step, at) in recipe.Steps.Numbered())
        {
            if (!steps.TryAdd(step.Id, step))
                yield return PlantCheck.Error($"steps[{at}].id", $"步骤「{step.Id}」重复。", $"The step \"{step.Id}\" is there twice.", "取唯一的编号。", "Give it an id of its own.");
        }

        foreach (var (step, at) in recipe.Steps.Numbered())
        {
            foreach (var (id, place) in step.After.Numbered().Where(one => !steps.ContainsKey(one.Item)))
                yield return PlantCheck.Error($"steps[{at}].after[{place}]", $"没有步骤「{id}」。", $"There is no step \"{id}\".", "改正编号。", "Correct the id.");
            foreach (var (id, place) in step.ParallelWith.Numbered())
            {
                if (!steps.TryGetValue(id, out var other) || !other.ParallelWith.Contains(step.Id))
                {
                    yield return PlantCheck.Error($"steps[{at}].parallel-with[{place}]", $"「{id}」没有把「{step.Id}」列为可并行。", $"\"{id}\" does not name \"{step.Id}\" as parallel.",
                        "并行应双向写明。", "Parallel steps name each other.", "GMP-9.5.4a");
                }
            }

            var before = Before(step, steps);
            if (step.IsHarvest && steps.Keys.FirstOrDefault(id => id != step.Id && !before.Contains(id)) is { } loose)
            {
                yield return PlantCheck.Error($"steps[{at}].after", $"收获步骤「{step.Id}」没有排在「{loose}」之后：收获结束制备，其他步骤不能再开始。", $"The harvest \"{step.Id}\" does not come after \"{loose}\": it ends manufacture, and no other step can start then.",
                    "让收获直接或间接地排在每个步骤之后。", "Let it come after every other step, directly or through others.", "GEN-4.1b");
            }

            if (before.Contains(step.Id))
                yield return PlantCheck.Error($"steps[{at}].after", $"步骤「{step.Id}」间接地排在自己之后。", $"The step \"{step.Id}\" comes after itself.", "打破循环。", "Break the cycle.");
        }
    }

    /// <summary>Every step that must be complete before this one, itself among them when the order has a cycle.</summary>
    private static HashSet<string> Before(StepDefinition step, IReadOnlyDictionary<string, StepDefinition> steps)
    {
        var before = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(step.After);
        while (open.TryPop(out var id))
        {
            if (!before.Add(id) || !steps.TryGetValue(id, out var earlier))
                continue;
            foreach (var next in earlier.After)
                open.Push(next);
        }

        return before;
    }

    private static IEnumerable<Finding> Inputs(RecipeDocument recipe)
    {
        var steps = recipe.Steps.GroupBy(step => step.Id).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        foreach (var (step, at) in recipe.Steps.Numbered())
        {
            var made = Before(step, steps).Where(steps.ContainsKey).SelectMany(id => steps[id].Outputs).Select(output => output.ContainerKind).ToHashSet();
            foreach (var (input, place) in step.Inputs.Numbered().Where(one => one.Item.Kind == InputKind.Intermediate && !made.Contains(one.Item.What)))
            {
                yield return PlantCheck.Error($"steps[{at}].inputs[{place}].what", $"之前的步骤没有产出「{input.What}」。", $"No earlier step makes a \"{input.What}\".",
                    "改正 what，或补上产出。", "Correct \"what\", or add the output.", "GMP-9.7.3a");
            }
        }
    }

    private static IEnumerable<Finding> Step(StepDefinition step, string field, int steps)
    {
        if (!(step.DurationMin > TimeSpan.Zero && step.DurationMin <= step.DurationPlanned && step.DurationPlanned <= step.DurationMax))
        {
            yield return PlantCheck.Error($"{field}.duration-planned", $"步骤「{step.Id}」的时长应满足 0 < 最短 ≤ 计划 ≤ 最长。", $"The durations of \"{step.Id}\" must be 0 < min ≤ planned ≤ max.",
                "改正时长。", "Correct the durations.", "CMC-5.1.3a");
        }

        if (step.Exposure != Exposure.Closed && string.IsNullOrWhiteSpace(step.OpenJustification))
        {
            yield return PlantCheck.Error($"{field}.open-justification", $"开放步骤「{step.Id}」没有理由。", $"The open step \"{step.Id}\" has no justification.",
                "写入采用非密闭的理由，或改用密闭系统。", "Say why it cannot be closed, or close it.", "GMP-6.3a");
        }

        foreach (var finding in Grades(step, field).Concat(step.Class == StepClass.Culture ? Culture(step, field) : Attended(step, field)))
            yield return finding;

        foreach (var (check, at) in step.Checks.Numbered())
        {
            if (check.Low is null && check.High is null)
                yield return PlantCheck.Error($"{field}.checks[{at}]", $"检查「{check.Name}」没有范围。", $"The check \"{check.Name}\" has no range.", "写入 low 和（或）high。", "Give low, high or both.", "GMP-4.1.2b");
            if (check.Low > check.High)
                yield return PlantCheck.Error($"{field}.checks[{at}].low", $"检查「{check.Name}」的下限高于上限。", $"The low limit of \"{check.Name}\" is above its high limit.", "改正范围。", "Correct the range.", "GMP-4.1.2b");
        }

        if (step.HoldAfter is null && !step.IsHarvest && steps > 1)
        {
            yield return new Finding(FindingSeverity.Note, $"{field}.hold-after", $"「{step.Id}」之后没有规定停留：下一步必须立即开始。", $"No hold after \"{step.Id}\": the next step must begin at once.",
                "如已验证，写入 hold-after。", "Give hold-after if it was validated.")
            { Rules = ["GEN-4.3b"] };
        }
    }

    /// <summary>
    /// The grade follows from the exposure (GMP-6.4.n): open handling needs A in B, puncture A in C, closed work D. An open
    /// culture rests in a chamber, so its background alone counts.
    /// </summary>
    private static IEnumerable<Finding> Grades(StepDefinition step, string field)
    {
        var culture = step.Class == StepClass.Culture;
        var (zone, room, rule) = step.Exposure switch
        {
            Exposure.Open => (culture ? Grade.B : Grade.A, Grade.B, "GMP-6.4.1.1"),
            Exposure.ClosedPuncture => (culture ? Grade.C : Grade.A, Grade.C, "GMP-6.4.2.1"),
            Exposure.Closed => (Grade.D, Grade.D, "GMP-6.4.4.1"),
        };
        if (step.Grade > zone || step.Background > room)
        {
            yield return PlantCheck.Error($"{field}.grade", $"步骤「{step.Id}」要求 {zone} 级（背景 {room} 级）或更高，配方写的是 {step.Grade}（{step.Background}）。",
                $"The step \"{step.Id}\" needs grade {zone} in {room} or better; the recipe says {step.Grade} in {step.Background}.",
                "提高级别，或改用密闭系统。", "Raise the grade, or close the step.", rule, "GMP-6.4.n");
        }

        if (step.Grade > step.Background)
            yield return PlantCheck.Error($"{field}.background", $"步骤「{step.Id}」的操作区级别低于背景。", $"The working zone of \"{step.Id}\" is below its background.", "改正级别。", "Correct the grades.", "GMP-6.4.n");
    }

    private static IEnumerable<Finding> Culture(StepDefinition step, string field)
    {
        if (!step.Roles.IsEmpty)
        {
            yield return PlantCheck.Error($"{field}.roles", $"培养步骤「{step.Id}」无人值守：有人操作的部分应另列步骤。", $"The culture step \"{step.Id}\" is unattended: what people do is a step of its own.",
                "删除 roles，把操作移到单独的步骤。", "Remove the roles and put the work into its own step.", "GMP-9.5.4b");
        }

        if (step.Workplace is not (Workplace.ClosedSystem or Workplace.Incubator))
        {
            yield return PlantCheck.Error($"{field}.workplace", $"培养步骤「{step.Id}」应在培养箱或密闭仪器内。", $"The culture step \"{step.Id}\" belongs in an incubator or a closed instrument.",
                "写 incubator 或 closed-system。", "Write incubator or closed-system.", "GMP-9.5.4b");
        }
    }

    private static IEnumerable<Finding> Attended(StepDefinition step, string field)
    {
        if (step.Roles.IsEmpty || step.Roles.Values.Any(count => count < 1))
            yield return PlantCheck.Error($"{field}.roles", $"步骤「{step.Id}」没有人员。", $"Nobody works on the step \"{step.Id}\".", "写入角色和人数。", "Give roles and numbers.", "GMP-9.5.4e");
        if (!step.UnattendedPhases.IsEmpty)
        {
            yield return PlantCheck.Error($"{field}.unattended-phases", $"只有培养步骤才有无人值守的阶段，「{step.Id}」不是。", $"Only a culture has unattended phases; \"{step.Id}\" is none.",
                "移到培养步骤。", "Move them to the culture step.", "GMP-9.5.4b");
        }

        if (step.Workplace == Workplace.Incubator)
            yield return PlantCheck.Error($"{field}.workplace", $"培养箱内只能培养，「{step.Id}」不是培养步骤。", $"Only culture takes place in an incubator; \"{step.Id}\" is none.", "改正 workplace。", "Correct the workplace.", "GMP-9.5.6a");
    }
}
