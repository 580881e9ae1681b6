using Grpc.Core;
using Orchestrator.Api.Doors;
using Orchestrator.Api.Equipment;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Controllers;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Sensors;
using Orchestrator.V1;
using Controller = Orchestrator.Domain.Controllers.Controller;

namespace Orchestrator.Api.Services;

/// <summary>The <c>equipment</c> service: sessions of controllers, and the records that people make of equipment.</summary>
public sealed partial class EquipmentService(CommandDoor door, Views views, Sessions sessions) : V1.Equipment.EquipmentBase
{
    public override Task Connect(IAsyncStreamReader<FromController> requestStream, IServerStreamWriter<ToController> responseStream, ServerCallContext context) =>
        sessions.Serve(requestStream, responseStream, Gate.CallerOf(context), context.CancellationToken);

    public override Task<Ruling> ReportReadings(ReportReadingsRequest request, ServerCallContext context)
    {
        var readings = request.Readings ?? throw CommandDoor.Invalid("readings", "请写明读数", "say what was read");
        return door.Give(
            new SensorCommand.ReportReadings(
                readings.Sensor, Wire.Series(readings), Wire.Quality(readings.Quality), Wire.Origin(readings.Origin), Wire.Optional(request.FirstBy), Wire.Optional(request.SecondBy)),
            request.Header, context);
    }

    public override Task<Ruling> CommandDevice(CommandDeviceRequest request, ServerCallContext context) => door.Give(
        new ControllerCommand.CommandDevice(request.Controller, request.Device, Wire.Target(request.Target), request.Reason, request.By), request.Header, context);

    public override Task<Ruling> ResolveCommand(ResolveCommandRequest request, ServerCallContext context) => door.Give(
        new ControllerCommand.ResolveCommand(request.Controller, request.Command, Wire.Outcome(request.Outcome), request.Reason, request.By), request.Header, context);

    public override Task<Ruling> RecordRoomDisinfection(RecordRoomDisinfectionRequest request, ServerCallContext context) => door.Give(
        new RoomCommand.RecordDisinfection(request.Room, request.Cycle, request.Agent, Wire.Span(request.Contact, "contact"), request.By), request.Header, context);

    public override Task<Ruling> RecordIntegrityCheck(RecordIntegrityCheckRequest request, ServerCallContext context) => door.Give(
        new ClosedSystemCommand.RecordIntegrityCheck(request.System, request.Check, request.Method, request.Value, request.Passed, request.By), request.Header, context);

    public override Task<Ruling> ReportRepair(ReportRepairRequest request, ServerCallContext context) => door.Give(
        new ClosedSystemCommand.ReportRepair(request.System, request.What, request.By), request.Header, context);

    public override Task<Ruling> CalibrateSensor(CalibrateSensorRequest request, ServerCallContext context) => door.Give(
        new SensorCommand.RecordCalibration(request.Sensor, request.Certificate, request.Passed, Wire.Date(request.ValidUntil, "valid_until"), request.By), request.Header, context);

    public override async Task<ListControllersReply> ListControllers(ListControllersRequest request, ServerCallContext context)
    {
        var picture = await views.At(request.MinPosition, context);
        var reply = new ListControllersReply { Position = picture.Position };
        var known = picture.All<Controller>().ToDictionary(pair => pair.Key, pair => View(pair.Value), StringComparer.Ordinal);
        foreach (var silent in picture.Get<Domain.Plants.Plant>(ActorId.Plant.Key).Site?.Document.Controllers.Where(controller => !known.ContainsKey(controller.Id)) ?? [])
            known.Add(silent.Id, new ControllerView { Controller = silent.Id, Status = nameof(ControllerStatus.Unknown) });
        reply.Controllers.AddRange(known.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value));
        return reply;
    }

    private static ControllerView View(Controller controller)
    {
        var view = new ControllerView
        {
            Controller = controller.Id,
            Status = controller.Status.ToString(),
            Since = Wire.Instant(controller.Since),
            Epoch = controller.Epoch,
            LastSequence = controller.LastSequence,
        };
        view.Devices.AddRange(controller.Devices.Select(device => new DeviceView
        {
            Device = device.Key,
            Vocabulary = device.Value.Vocabulary,
            State = device.Value.State,
            At = Wire.Instant(device.Value.At),
        }));
        view.Outstanding.AddRange(controller.Outstanding.Values.Select(command => new OutstandingCommand
        {
            Command = Wire.Command(command, controller.Epoch),
            Delivery = command.Delivery.ToString(),
        }));
        return view;
    }
}
