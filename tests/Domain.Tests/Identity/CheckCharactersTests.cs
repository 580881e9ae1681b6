using Orchestrator.Domain.Identity;
using Xunit;

namespace Orchestrator.Domain.Tests.Identity;

/// <summary>Check characters and element strings against the published examples of their standards.</summary>
public sealed class CheckCharactersTests
{
    [Theory]
    [InlineData("G123498654321", 'H')]
    [InlineData("G123489654321", 'Y')]
    public void A_donation_number_has_its_mod_37_2_character(string number, char expected) =>
        Assert.Equal(expected, CheckCharacters.Mod37Radix2(number));

    [Fact]
    public void A_mistyped_donation_number_has_another_character() => Assert.NotEqual('Y', CheckCharacters.Mod37Radix2("G123489654322"));

    /// <summary>What both standards promise: one wrong character is always seen; Mod 37-2 also sees two that changed places.</summary>
    [Fact]
    public void One_wrong_or_two_exchanged_characters_never_go_unseen()
    {
        const string number = "G123498654321";
        for (var at = 0; at < number.Length; at++)
        {
            foreach (var other in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".Where(letter => letter != number[at]))
                Assert.NotEqual('H', CheckCharacters.Mod37Radix2(number[..at] + other + number[(at + 1)..]));
            if (at > 0 && number[at] != number[at - 1])
                Assert.NotEqual('H', CheckCharacters.Mod37Radix2(number[..(at - 1)] + number[at] + number[at - 1] + number[(at + 1)..]));
        }

        const string item = "1234567890128";
        for (var at = 0; at < item.Length; at++)
            foreach (var other in "0123456789".Where(digit => digit != item[at]))
                Assert.False(CheckCharacters.IsGs1(item[..at] + other + item[(at + 1)..]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("g123498654321")]
    [InlineData("G1234*")]
    public void What_is_no_number_of_that_alphabet_has_none(string text) => Assert.Null(CheckCharacters.Mod37Radix2(text));

    [Theory]
    [InlineData("730001100001", '7')]
    [InlineData("890400021003", '7')]
    public void A_trade_item_has_its_check_digit(string digits, char expected) => Assert.Equal(expected, CheckCharacters.Gs1(digits));

    [Theory]
    [InlineData("416000336108", true)]
    [InlineData("1234567890128", true)]
    [InlineData("416000336109", false)]
    [InlineData("1234567890129", false)]
    [InlineData("41600033610X", false)]
    [InlineData("7", false)]
    public void A_check_digit_tells_right_numbers_from_wrong_ones(string digits, bool right) => Assert.Equal(right, CheckCharacters.IsGs1(digits));

    [Fact]
    public void An_element_string_reads_the_same_as_scanned_and_as_printed()
    {
        const string printed = "(01)12312312312319(99)TESTING123";
        const string scanned = "^011231231231231999TESTING123";

        Assert.Equal(scanned, ElementString.Parse(printed)!.Scanned());
        Assert.Equal(printed, ElementString.Parse(scanned)!.Printed());
        Assert.Equal("12312312312319", ElementString.Parse(scanned)!["01"]);
    }

    [Fact]
    public void An_open_element_ends_at_the_separator()
    {
        var read = ElementString.Parse("\u001d10LOT-7\u001d21SN-9\u001d17270131")!;

        Assert.Equal(("LOT-7", "SN-9", "270131"), (read["10"], read["21"], read["17"]));
        Assert.Equal("^10LOT-7^21SN-9^17270131", read.Scanned());
        Assert.Null(read["01"]);
    }

    [Theory]
    [InlineData("LOT-7")]
    [InlineData("(01)12312312312318(10)LOT")]
    [InlineData("(1)LOT")]
    [InlineData("(10)")]
    [InlineData("^17270")]
    [InlineData("")]
    public void What_is_no_sound_element_string_is_not_read_as_one(string text) => Assert.Null(ElementString.Parse(text));
}
