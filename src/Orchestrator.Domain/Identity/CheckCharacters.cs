namespace Orchestrator.Domain.Identity;

/// <summary>Check characters of codes that people type or scanners read: ISO 7064 Mod 37-2 and GS1 modulo 10.</summary>
public static class CheckCharacters
{
    private const string Alphabet37 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*";

    /// <summary>The ISO 7064 Mod 37-2 check character of a string of <c>0-9A-Z</c>; null when it holds anything else or nothing.</summary>
    public static char? Mod37Radix2(string text)
    {
        var sum = 0;
        foreach (var letter in text)
        {
            var value = Alphabet37.IndexOf(letter, StringComparison.Ordinal);
            if (value is < 0 or 36)
                return null;
            sum = (sum + value) * 2 % 37;
        }

        return text.Length == 0 ? null : Alphabet37[(38 - sum) % 37];
    }

    /// <summary>The GS1 check digit of the digits before it; null when they are not all digits or there are none.</summary>
    public static char? Gs1(string digits)
    {
        var sum = 0;
        for (var at = 0; at < digits.Length; at++)
        {
            if (!char.IsAsciiDigit(digits[at]))
                return null;
            sum += (digits[at] - '0') * ((digits.Length - at) % 2 == 1 ? 3 : 1);
        }

        return digits.Length == 0 ? null : (char)('0' + ((10 - (sum % 10)) % 10));
    }

    /// <summary>True when the last digit of a GS1 key is the check digit of those before it.</summary>
    public static bool IsGs1(string digits) => digits.Length > 1 && Gs1(digits[..^1]) == digits[^1];
}
