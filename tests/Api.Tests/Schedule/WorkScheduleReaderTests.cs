using Orchestrator.Api.Tests.MasterData;
using Orchestrator.Cli.Mes;
using Xunit;

namespace Orchestrator.Api.Tests.Schedule;

/// <summary>Hostile and wrong schedules get an error that names the place; none throws and none is half accepted.</summary>
public sealed class WorkScheduleReaderTests
{
    private static ScheduleError Refused(string text)
    {
        var (schedule, errors) = WorkScheduleReader.Read(text);
        Assert.Null(schedule);
        return errors[0];
    }

    [Fact]
    public void Entity_expansion_is_refused_before_anything_expands()
    {
        var error = Refused("""
            <?xml version="1.0"?>
            <!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>
            <ProcessWorkSchedule xmlns="http://www.mesa.org/xml/B2MML" releaseID="0701">&c;</ProcessWorkSchedule>
            """);

        Assert.Equal(2, error.Line);
        Assert.Contains("DTD", error.En, StringComparison.Ordinal);
    }

    [Fact]
    public void An_external_entity_is_never_fetched() =>
        Assert.Equal(1, Refused("<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><x/>").Line);

    [Theory]
    [InlineData("http://www.wbf.org/xml/B2MML-V0401")]
    [InlineData("http://www.mesa.org/xml/B2MML-V0600")]
    public void Another_version_of_the_namespace_is_refused_by_name(string version) =>
        Assert.Contains(version, Refused($"<ProcessWorkSchedule xmlns=\"{version}\" releaseID=\"0401\"/>").En, StringComparison.Ordinal);

    [Fact]
    public void Another_message_of_B2MML_is_refused_by_name() =>
        Assert.Contains("GetWorkSchedule", Refused("<GetWorkSchedule xmlns=\"http://www.mesa.org/xml/B2MML\" releaseID=\"0701\"/>").En, StringComparison.Ordinal);

    [Fact]
    public void A_time_without_an_offset_is_refused_with_its_line()
    {
        var text = Examples.Text("schedule.xml");
        var at = text.IndexOf("<StartTime>2026-03-02T07:35:00+08:00</StartTime>", text.IndexOf("<JobOrder>", StringComparison.Ordinal), StringComparison.Ordinal);
        var error = Refused(text[..at] + text[at..].Replace("07:35:00+08:00", "07:35:00", StringComparison.Ordinal));

        Assert.Contains("\"2026-03-02T07:35:00\" is not an instant with an offset", error.En, StringComparison.Ordinal);
        Assert.Equal(text[..at].Count(letter => letter == '\n') + 1, error.Line);
    }

    [Fact]
    public void A_job_without_a_work_master_is_refused_by_name()
    {
        var text = Examples.Text("schedule.xml");
        var at = text.IndexOf("<WorkMasterID>", StringComparison.Ordinal);

        Assert.Contains("JobOrder lacks WorkMasterID", Refused(text[..at] + text[text.IndexOf('\n', at)..]).En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not xml")]
    [InlineData("<ProcessWorkSchedule xmlns=\"http://www.mesa.org/xml/B2MML\">")]
    [InlineData("<ProcessWorkSchedule xmlns=\"http://www.mesa.org/xml/B2MML\" releaseID=\"0701\"/>")]
    [InlineData("<a\u0000/>")]
    public void What_is_no_schedule_is_an_error_and_no_exception(string text) => Assert.NotEqual("", Refused(text).En);

    [Fact]
    public void A_file_nested_a_hundred_thousand_deep_is_no_schedule() =>
        Assert.NotEqual("", Refused(string.Concat(Enumerable.Repeat("<a>", 100_000)) + string.Concat(Enumerable.Repeat("</a>", 100_000))).En);

    [Fact]
    public void A_file_over_the_limit_is_refused() =>
        Assert.NotEqual("", Refused("<a>" + new string('x', (int)WorkScheduleReader.LengthMax) + "</a>").En);
}
