namespace Orchestrator.Histories;

/// <summary>What clients saw beside what is recorded: real time, answers, repetitions and denials.</summary>
internal sealed class ClientCheck(History history, IReadOnlyDictionary<string, RecordCheck.Turn> recorded, List<Anomaly> anomalies)
{
    private readonly Dictionary<string, Command> _commands = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ClientEvent.Sent> _sendings = new(StringComparer.Ordinal);

    /// <summary>The latest turn in the record's order that anybody had been answered so far.</summary>
    private RecordCheck.Turn? _floor;

    public long Answers { get; private set; }

    public long Orders { get; private set; }

    public long Doubts => _commands.Values.Count(command => command.WasLost);

    public IReadOnlyList<string> Unresolved => [.. _commands.Values.Where(command => command is { First: null, UsedForAnother: false }).Select(command => command.TurnId)];

    public void Run()
    {
        var last = long.MinValue;
        foreach (var next in history.Events)
        {
            if (next.Instant < last)
                Found(AnomalyKind.DisorderedEvents, next.TurnId, $"{next} comes after an event of {last}");
            last = next.Instant;
            if (next is ClientEvent.Sent sent)
                Send(sent);
            else if (_sendings.TryGetValue(next.Sending, out var question) && question.TurnId == next.TurnId)
                Hear(_commands[next.TurnId], question, next);
            else
                Found(AnomalyKind.AnswerBeforeQuestion, next.TurnId, $"{next} answers nothing that was sent");
        }

        foreach (var command in _commands.Values.Where(command => command.First is null && command.Denied == command.Sendings))
            if (recorded.TryGetValue(command.TurnId, out var turn))
                Found(AnomalyKind.FalseDenial, command.TurnId, $"each of its {command.Sendings} sendings was answered with no ruling, and it is recorded at {turn.Row.Position}");
        foreach (var turn in recorded.Values)
            if (history.WatchedCallers.Contains(turn.Row.Id.Split('/')[0]) && !_commands.ContainsKey(turn.Row.Id))
                Found(AnomalyKind.Invented, turn.Row.Id, "nobody sent it");
    }

    private void Send(ClientEvent.Sent sent)
    {
        _sendings.Add(sent.Sending, sent);
        if (!_commands.TryGetValue(sent.TurnId, out var command))
            _commands.Add(sent.TurnId, command = new Command(sent.TurnId));
        // What was denied has not begun: its life begins with the sending after.
        var begins = command.First is null && command.Denied == command.Sendings;
        command.Sendings++;
        if (!begins || _floor is null || !recorded.TryGetValue(sent.TurnId, out var turn))
            return;
        Orders++;
        if (turn.Order <= _floor.Order)
            Found(AnomalyKind.RealTime, sent.TurnId, $"it was sent after turn {_floor.Row.Position} ({_floor.Row.Id}) had been answered, and stands at {turn.Row.Position}");
    }

    private void Hear(Command command, ClientEvent.Sent question, ClientEvent answer)
    {
        switch (answer)
        {
            case ClientEvent.Ruled ruled:
                Answers++;
                Compare(command, question, ruled);
                break;
            case ClientEvent.UsedForAnother:
                command.UsedForAnother = true;
                if (command.First is { } first && first.Payload == question.Payload)
                    Found(AnomalyKind.ChangedPayload, command.TurnId, "it was said to be another command's id, and had been ruled on for this command");
                break;
            case ClientEvent.Denied:
                command.Denied++;
                break;
            case ClientEvent.Lost:
                command.WasLost = true;
                break;
        }
    }

    private void Compare(Command command, ClientEvent.Sent question, ClientEvent.Ruled ruled)
    {
        if (!recorded.TryGetValue(command.TurnId, out var turn))
            Found(AnomalyKind.LostAcknowledgement, command.TurnId, $"it was answered at {ruled.Position} and is not recorded");
        else if (turn.Row.Position != ruled.Position || turn.Text is { } text && text.Granted != ruled.Granted)
            Found(AnomalyKind.ChangedAnswer, command.TurnId, $"it was answered {Said(ruled)} and is recorded at {turn.Row.Position}{(turn.Text is { Granted: true } ? ", granted" : ", refused")}");
        if (command.First is not { } first)
            command.First = (question.Payload, ruled);
        else if (first.Payload != question.Payload)
            Found(AnomalyKind.ChangedPayload, command.TurnId, "it was ruled on for two different commands");
        else if (first.Ruling.Position != ruled.Position || first.Ruling.Granted != ruled.Granted)
            Found(AnomalyKind.ChangedRuling, command.TurnId, $"it was answered {Said(first.Ruling)} and then {Said(ruled)}");
        else if (!ruled.Repeated && question.Instant > first.Ruling.Instant)
            Found(AnomalyKind.FirstTwice, command.TurnId, "it was sent again after its answer, and the answer was called the first");
        if (turn is not null && (_floor is null || turn.Order > _floor.Order))
            _floor = turn;
    }

    private static string Said(ClientEvent.Ruled ruled) => $"{(ruled.Granted ? "granted" : "refused")} at {ruled.Position}";

    private void Found(AnomalyKind kind, string turn, string finding) =>
        anomalies.Add(new Anomaly(kind, turn, recorded.TryGetValue(turn, out var there) ? there.Row.Position : 0, finding));

    private sealed class Command(string turnId)
    {
        public string TurnId { get; } = turnId;

        public int Sendings { get; set; }

        public int Denied { get; set; }

        public bool WasLost { get; set; }

        public bool UsedForAnother { get; set; }

        /// <summary>The first ruling that was heard, and for which payload.</summary>
        public (string Payload, ClientEvent.Ruled Ruling)? First { get; set; }
    }
}
