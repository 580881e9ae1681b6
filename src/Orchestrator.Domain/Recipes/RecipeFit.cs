using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Recipes;

/// <summary>Whether a plant has what a recipe asks for: product, materials, equipment, grades, people, media fills.</summary>
internal static class RecipeFit
{
    public static IEnumerable<Finding> Of(RecipeDocument recipe, PlantDocument plant) =>
        [.. Product(recipe, plant), .. recipe.Steps.Numbered().SelectMany(one => Step(one.Item, $"steps[{one.At}]", recipe, plant))];

    private static IEnumerable<Finding> Product(RecipeDocument recipe, PlantDocument plant)
    {
        if (!plant.Products.Any(product => product.Id == recipe.Product))
            yield return PlantCheck.Error("product", $"工厂没有品种「{recipe.Product}」。", $"The plant has no product \"{recipe.Product}\".", "改正编号，或在工厂文件中增加产品。", "Correct the id, or add the product to the plant file.", "GMP-3.1a");
    }

    private static IEnumerable<Finding> Step(StepDefinition step, string field, RecipeDocument recipe, PlantDocument plant)
    {
        foreach (var (type, at) in step.EquipmentTypes.Numbered())
        {
            if (!plant.ClosedSystems.Any(system => system.Type == type) && !plant.Equipment.Any(equipment => equipment.Type == type))
                yield return WillRefuse($"{field}.equipment-types[{at}]", $"工厂没有「{type}」类设备。", $"The plant has no equipment of the type \"{type}\".", "改正类型，或增加设备。", "Correct the type, or add the equipment.", "GMP-6.4.0");
        }

        foreach (var (role, count) in step.Roles)
        {
            var people = plant.People.Count(person => person.Roles.Contains(role) && person.Authorisations.ContainsKey(step.Operation));
            if (people < count)
            {
                yield return WillRefuse($"{field}.roles.{role}", $"获准操作「{step.Operation}」的「{role}」只有 {people} 人，需要 {count} 人。", $"Of the {count} \"{role}\" authorised for \"{step.Operation}\" the plant has {people}.",
                    "在工厂文件中授权人员。", "Authorise people in the plant file.", "GMP-5.2a");
            }
        }

        foreach (var (input, at) in step.Inputs.Numbered().Where(one => one.Item.Kind is InputKind.Vector or InputKind.Reagent or InputKind.SingleUseKit))
        {
            var material = plant.Materials.FirstOrDefault(material => material.Id == input.What);
            if (material is null)
            {
                yield return PlantCheck.Error($"{field}.inputs[{at}].what", $"工厂没有物料「{input.What}」。", $"The plant has no material \"{input.What}\".", "改正编号，或在工厂文件中增加物料。", "Correct the id, or add the material to the plant file.");
            }
            else if (input.Kind == InputKind.Vector && material.Construct != plant.Products.FirstOrDefault(product => product.Id == recipe.Product)?.VectorConstruct)
            {
                yield return PlantCheck.Error($"{field}.inputs[{at}].what", $"载体「{material.Id}」不是品种「{recipe.Product}」的构建体。", $"The vector \"{material.Id}\" does not carry the construct of the product \"{recipe.Product}\".",
                    "改用该品种的载体。", "Use the product's vector.", "GMP-13.3");
            }
        }

        if (!plant.Areas.Any(area => area.StageMax.ContainsKey(step.Stage)))
        {
            yield return new Finding(FindingSeverity.Note, $"{field}.stage", $"阶段「{step.Stage}」没有经验证的同时批数：按 1 计。", $"The stage \"{step.Stage}\" has no validated number of batches: it counts as 1.",
                "如已验证，写入区域的 stage-max。", "Give stage-max of the area if it was validated.")
            { Rules = ["CMC-5.3b"] };
        }

        if (step is { Aseptic: true, Class: StepClass.NonCulture, Exposure: not Exposure.Closed } && !plant.Lines.Any(line => line.SimulatedOperations.Contains(step.Operation)))
        {
            yield return WillRefuse($"{field}.operation", $"没有生产线模拟过暴露操作「{step.Operation}」。", $"No line simulates the exposed operation \"{step.Operation}\".",
                "把它纳入培养基模拟灌装。", "Bring it into the media fills.", "GMP-9.2.1");
        }

        if (!plant.Rooms.Any(room => room.Use is RoomUse.Processing or RoomUse.Incubation && room.Grade <= step.Background && HasZone(step, room, plant)))
        {
            yield return WillRefuse($"{field}.grade", $"没有操作间能提供 {step.Grade} 级（背景 {step.Background} 级）。", $"No room offers grade {step.Grade} in {step.Background}.",
                "在工厂文件中增加操作间或安全柜。", "Add a room or a cabinet to the plant file.", "GMP-6.4.0");
        }
    }

    private static bool HasZone(StepDefinition step, RoomDefinition room, PlantDocument plant) =>
        room.Grade <= step.Grade || plant.Cabinets.Any(cabinet => cabinet.Room == room.Id) || plant.Isolators.Any(isolator => isolator.Room == room.Id);

    private static Finding WillRefuse(string field, string zh, string en, string fixZh, string fixEn, string rule) =>
        new(FindingSeverity.WillRefuse, field, zh, en, fixZh, fixEn) { Rules = [rule] };
}
