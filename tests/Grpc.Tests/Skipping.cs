using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Orchestrator.GrpcTests;

/// <summary>A test found impossible here while it runs; the runner counts it as skipped and prints the reason.</summary>
public sealed class SkipException(string reason) : Exception(reason);

/// <summary>A fact that <see cref="SkipException"/> skips.</summary>
[XunitTestCaseDiscoverer("Orchestrator.GrpcTests.PeerFactDiscoverer", "Grpc.Tests")]
public sealed class PeerFactAttribute : FactAttribute;

/// <summary>A theory whose rows <see cref="SkipException"/> skips.</summary>
[XunitTestCaseDiscoverer("Orchestrator.GrpcTests.PeerTheoryDiscoverer", "Grpc.Tests")]
public sealed class PeerTheoryAttribute : TheoryAttribute;

/// <summary>Makes facts skippable.</summary>
public sealed class PeerFactDiscoverer(IMessageSink diagnostics) : FactDiscoverer(diagnostics)
{
    protected override IXunitTestCase CreateTestCase(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        new SkippableTestCase(
            DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod, null);
}

/// <summary>Makes theories' rows skippable.</summary>
public sealed class PeerTheoryDiscoverer(IMessageSink diagnostics) : TheoryDiscoverer(diagnostics)
{
    protected override IEnumerable<IXunitTestCase> CreateTestCasesForDataRow(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute, object[] dataRow) =>
    [
        new SkippableTestCase(
            DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(),
            testMethod, dataRow),
    ];
}

/// <summary>Runs a test and reports a <see cref="SkipException"/>, wherever in the failure it is, as the skip it means.</summary>
public sealed class SkippableTestCase : XunitTestCase
{
    [Obsolete("For deserialization.")]
    public SkippableTestCase()
    {
    }

    public SkippableTestCase(
        IMessageSink diagnosticMessageSink, TestMethodDisplay display, TestMethodDisplayOptions displayOptions,
        ITestMethod testMethod, object[]? testMethodArguments)
        : base(diagnosticMessageSink, display, displayOptions, testMethod, testMethodArguments)
    {
    }

    public override async Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink, IMessageBus messageBus, object[] constructorArguments,
        ExceptionAggregator aggregator, CancellationTokenSource cancellationTokenSource)
    {
        using var bus = new SkippingBus(messageBus);
        var summary = await base.RunAsync(diagnosticMessageSink, bus, constructorArguments, aggregator, cancellationTokenSource);
        summary.Failed -= bus.Skipped;
        summary.Skipped += bus.Skipped;
        return summary;
    }

    private sealed class SkippingBus(IMessageBus inner) : IMessageBus
    {
        internal int Skipped { get; private set; }

        public bool QueueMessage(IMessageSinkMessage message)
        {
            if (message is not ITestFailed failed
                || Array.IndexOf(failed.ExceptionTypes, typeof(SkipException).FullName) is var at && at < 0)
                return inner.QueueMessage(message);
            Skipped++;
            return inner.QueueMessage(new TestSkipped(failed.Test, failed.Messages[at]));
        }

        public void Dispose()
        {
            // The bus that carries the messages onwards is its maker's to dispose.
        }
    }
}
