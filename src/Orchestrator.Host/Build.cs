using System.Reflection;

namespace Orchestrator.Host;

/// <summary>What this build is: version, law edition, and whether published gRPC packages or the stand-in carry it.</summary>
public static class Build
{
#if PUBLISHED_PACKAGES
    public const bool PublishedPackages = true;
#else
    public const bool PublishedPackages = false;
#endif

    public static string Text =>
        $"orchestrator {typeof(Build).Assembly.GetName().Version?.ToString(3)} (law {Domain.Kernel.LawEdition.Current}, gRPC by {(PublishedPackages ? "grpc-dotnet" : "Orchestrator.Grpc")})";

    public static Assembly Assembly => typeof(Build).Assembly;
}
