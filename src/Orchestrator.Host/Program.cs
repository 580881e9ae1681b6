using Orchestrator.Host;

return await Commands.Run(args);
