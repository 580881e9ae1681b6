using Orchestrator.Engine.Evidence;
using Xunit;

namespace Orchestrator.Engine.Tests.Evidence;

/// <summary>Keys follow one another, each endorsed by the one before; nothing else is taken for a key.</summary>
public sealed class KeyRingTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orchestrator-keys-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_a_key_signed_is_verified_after_it_was_rotated_away()
    {
        using var keys = KeyRing.Create(_folder.FullName, Now);
        var first = keys.Current;
        var signature = keys.Sign("record"u8);

        keys.Rotate(Now.AddDays(90));

        Assert.NotEqual(first, keys.Current);
        Assert.True(keys.Public.Verifies(first, "record"u8, signature));
        Assert.False(keys.Public.Verifies(first, "recort"u8, signature));
        Assert.False(keys.Public.Verifies(keys.Current, "record"u8, signature));
        Assert.False(keys.Public.Verifies(first, "record"u8, signature.ToUpperInvariant()));
    }

    [Fact]
    public void A_rotated_key_can_sign_nothing_more_because_its_private_half_is_gone()
    {
        using var keys = KeyRing.Create(_folder.FullName, Now);
        var first = keys.Current;
        keys.Rotate(Now.AddDays(90));

        Assert.Equal([$"{keys.Current}.pem"], Directory.GetFiles(_folder.FullName, "*.pem").Select(Path.GetFileName));
        Assert.NotEqual(first, keys.Current);
    }

    [Fact]
    public void A_folder_opened_again_signs_with_its_last_key_and_has_the_same_fingerprint()
    {
        using var keys = KeyRing.Create(_folder.FullName, Now);
        keys.Rotate(Now.AddDays(90));

        using var again = KeyRing.Open(_folder.FullName);

        Assert.Equal((keys.Current, keys.Public.Fingerprint), (again.Current, again.Public.Fingerprint));
        Assert.True(keys.Public.Verifies(again.Current, "x"u8, again.Sign("x"u8)));
    }

    [Fact]
    public void Keys_are_made_once()
    {
        KeyRing.Create(_folder.FullName, Now).Dispose();

        Assert.Throws<InvalidDataException>(() => KeyRing.Create(_folder.FullName, Now));
    }

    [Fact]
    public void A_folder_without_keys_or_without_the_private_one_signs_nothing()
    {
        Assert.Contains("keys create", Assert.Throws<InvalidDataException>(() => KeyRing.Open(_folder.FullName)).Message, StringComparison.Ordinal);
        KeyRing.Create(_folder.FullName, Now).Dispose();
        File.Delete(Directory.GetFiles(_folder.FullName, "*.pem").Single());

        Assert.Contains("is missing", Assert.Throws<InvalidDataException>(() => KeyRing.Open(_folder.FullName)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_the_one_before_has_not_endorsed_is_no_key()
    {
        using var keys = KeyRing.Create(_folder.FullName, Now);
        using var stranger = KeyRing.Create(Path.Combine(_folder.FullName, "stranger"), Now);
        keys.Rotate(Now.AddDays(90));

        Assert.Throws<InvalidDataException>(() => PublicKeys.Of([keys.Public.Keys[0], stranger.Public.Keys[0]]));
        Assert.Throws<InvalidDataException>(() => PublicKeys.Of([keys.Public.Keys[1]]));
        Assert.Throws<InvalidDataException>(() => PublicKeys.Of([keys.Public.Keys[0], keys.Public.Keys[1] with { From = Now.AddDays(91) }]));
        Assert.Throws<InvalidDataException>(() => PublicKeys.Of([keys.Public.Keys[0], keys.Public.Keys[0]]));
        Assert.Throws<InvalidDataException>(() => PublicKeys.Of([]));
    }

    [Fact]
    public void Another_private_key_under_the_name_of_the_current_one_is_refused()
    {
        using var keys = KeyRing.Create(_folder.FullName, Now);
        using var stranger = KeyRing.Create(Path.Combine(_folder.FullName, "stranger"), Now);
        File.Copy(Path.Combine(_folder.FullName, "stranger", $"{stranger.Current}.pem"), Path.Combine(_folder.FullName, $"{keys.Current}.pem"), overwrite: true);

        Assert.Contains("another key", Assert.Throws<InvalidDataException>(() => KeyRing.Open(_folder.FullName)).Message, StringComparison.Ordinal);
    }
}
