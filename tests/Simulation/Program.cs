return Orchestrator.Simulation.Commands.Run(args, Console.Out);
