using System.Globalization;
using System.Xml.Linq;

namespace Orchestrator.Api.Tests.Schedule;

/// <summary>Writes planned jobs as a B2MML V7 ProcessWorkSchedule: a work request a batch, a job order a job.</summary>
internal static class ScheduleXml
{
    private static readonly XNamespace B2mml = "http://www.mesa.org/xml/B2MML";

    public static string Of(IReadOnlyCollection<PlannedJob> jobs)
    {
        var document = new XDocument(
            new XComment(" The example plant's work for 28 days. The Business To Manufacturing Markup Language (B2MML) is used courtesy of MESA International. "),
            new XElement(B2mml + "ProcessWorkSchedule", new XAttribute("releaseID", "0701"),
                new XElement(B2mml + "ApplicationArea", Element("CreationDateTime", "2026-03-01T12:00:00+08:00")),
                new XElement(B2mml + "DataArea",
                    new XElement(B2mml + "Process"),
                    new XElement(B2mml + "WorkSchedule",
                        Element("ID", "WS-2026-03"),
                        Element("Description", $"Example schedule: {jobs.Select(job => job.Batch).Distinct().Count()} patients, 28 days"),
                        Element("PublishedDate", "2026-03-01T12:00:00+08:00"),
                        Element("StartTime", Time(jobs.Min(job => job.Start))),
                        Element("EndTime", Time(jobs.Max(job => job.End))),
                        new XElement(B2mml + "HierarchyScope", Element("EquipmentID", "SH-01"), Element("EquipmentElementLevel", "Site")),
                        Element("WorkType", "Mixed"),
                        Element("ScheduleState", "Released"),
                        jobs.GroupBy(job => job.Batch).OrderBy(batch => batch.Key, StringComparer.Ordinal).Select(Request)))));
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + document.ToString().ReplaceLineEndings("\n") + "\n";
    }

    private static XElement Request(IGrouping<string, PlannedJob> batch) => new(
        B2mml + "WorkRequest",
        Element("ID", batch.Key),
        Element("StartTime", Time(batch.Min(job => job.Start))),
        Element("EndTime", Time(batch.Max(job => job.End))),
        batch.Select((job, at) => Order(job, at + 1)));

    private static XElement Order(PlannedJob job, int number) => new(
        B2mml + "JobOrder",
        Element("ID", $"{job.Batch}-{number.ToString("000", CultureInfo.InvariantCulture)}"),
        Element("Description", job.Description),
        Element("StartTime", Time(job.Start)),
        Element("EndTime", Time(job.End)),
        Element("WorkType", job.Master switch
        {
            Masters.Transfer => "Inventory",
            Masters.Clearance => "Quality",
            Masters.Decontamination or Masters.Disinfection => "Maintenance",
            _ => "Production",
        }),
        Element("WorkMasterID", job.Master),
        job.Version is null ? null : Element("WorkMasterVersion", job.Version),
        job.Parameters.Select(parameter => new XElement(B2mml + "JobOrderParameter",
            Element("ID", parameter.Name),
            parameter.Values.Select(value => new XElement(B2mml + "Value",
                Element("ValueString", value.Value),
                parameter.Unit.Length == 0 ? null : Element("UnitOfMeasure", parameter.Unit),
                Element("Key", value.Key))))),
        job.People.Select((person, at) => new XElement(B2mml + "PersonnelRequirement",
            Element("ID", $"P{at + 1}"), Element("PersonnelClassID", person.Role), Element("PersonID", person.Person))),
        job.Equipment.Select((equipment, at) => new XElement(B2mml + "EquipmentRequirement",
            Element("ID", $"E{at + 1}"), Element("EquipmentID", equipment.Id), Element("EquipmentUse", equipment.Use))),
        job.Materials.Select(material => new XElement(B2mml + "MaterialRequirement",
            Element("ID", material.Name),
            Element("MaterialClassID", material.Class),
            Element("MaterialDefinitionID", material.Definition),
            Element("MaterialLotID", material.Lot),
            material.Serial is null ? null : Element("MaterialSubLotID", material.Serial),
            Element("MaterialUse", material.Produced ? "Produced" : job.Master == Masters.Transfer ? "Inventoried" : "Consumed"))));

    private static XElement Element(string name, string value) => new(B2mml + name, value);

    private static string Time(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
