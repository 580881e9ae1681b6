using Orchestrator.Cli;
using Orchestrator.Cli.Terminal;

var screen = Screen.OfProcess(Languages.Chosen(args, Environment.GetEnvironmentVariable), TimeZoneInfo.Local);
return await CommandTree.Run(args, screen, Environment.GetEnvironmentVariable);
