using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Enso.Machine.Console;

/// <summary>Unicode to code page 437, the characters that VGA text mode has. What the code page lacks
/// becomes something like it (a letter without its accent, a single line for a rounded one) or a question
/// mark.</summary>
internal static unsafe class ScreenCodePage
{
    private const byte Unknown = (byte)'?';

    /// <summary>The characters 0x01 to 0x1F.</summary>
    private static ReadOnlySpan<byte> Low => "☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼"u8;

    /// <summary>The characters 0x80 to 0xFF.</summary>
    private static ReadOnlySpan<byte> High =>
        ("ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»"u8
        + "░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌"u8
        + "█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00A0"u8);

    /// <summary>Pairs: a character that the code page lacks, and the one that stands for it.</summary>
    private static ReadOnlySpan<byte> StandIns =>
        ("ÀAÁAÂAÃAÈEÊEËEÌIÍIÎIÏIÐDÒOÓOÔOÕOØOÙUÚUÛUÝYãaðdõoøoýyþpÞP×x©c®r¯-¸,¹1³3¦|¨\"´'¤o\u00AD-"u8
        + "ĀAāaĂAăaĄAąaĆCćcĈCĉcĊCċcČCčcĎDďdĐDđdĒEēeĔEĕeĖEėeĘEęeĚEěeĜGĝgĞGğgĠGġgĢGģgĤHĥhĦHħhĨIĩi"u8
        + "ĪIīiĬIĭiĮIįiİIıiĴJĵjĶKķkĸkĹLĺlĻLļlĽLľlĿLŀlŁLłlŃNńnŅNņnŇNňnŉnŊNŋnŌOōoŎOŏoŐOőoŔRŕrŖRŗr"u8
        + "ŘRřrŚSśsŜSŝsŞSşsŠSšsŢTţtŤTťtŦTŧtŨUũuŪUūuŬUŭuŮUůuŰUűuŲUųuŴWŵwŶYŷyŸYŹZźzŻZżzŽZžzſsŒOœoĲIĳi"u8
        + "‐-‑-‒-–-—-―-‘'’'‚,‛'“\"”\"„\"…._‗•·‹<›>′'″\"€EμµβßΔD\u2126Ω●•◦○□■▪■▫■✓√✔√✕x✖x✗x⇒→⇐←∣|∗*−-∼~"u8
        + "━─┃│┄─┅─┆│┇│┈─┉─┊│┋│┏┌┓┐┗└┛┘┣├┫┤┳┬┻┴╋┼╭┌╮┐╯┘╰└╴─╶─╵│╷│╌─╎│▏│▎▌▍▌▋▌▊█▉█▁_▂_▃▄▅▄▆█▇█"u8);

    /// <summary>The byte that shows a character.</summary>
    public static byte FromUnicode(uint codePoint)
    {
        if (codePoint is >= 0x20 and <= 0x7E)
        {
            return (byte)codePoint;
        }
        byte own = Own(codePoint);
        if (own != 0)
        {
            return own;
        }
        uint standIn = StandIn(codePoint);
        if (standIn is >= 0x20 and <= 0x7E)
        {
            return (byte)standIn;
        }
        own = Own(standIn);
        return own != 0 ? own : Unknown;
    }

    /// <summary>The code page's own byte for a character outside ASCII; 0 when it has none.</summary>
    private static byte Own(uint codePoint)
    {
        int high = Find(High, codePoint);
        if (high >= 0)
        {
            return (byte)(0x80 + high);
        }
        int low = Find(Low, codePoint);
        return (byte)(low >= 0 ? 1 + low : 0);
    }

    private static int Find(ReadOnlySpan<byte> text, uint codePoint)
    {
        // SAFETY: a UTF-8 literal lies in the image, and whole characters are read within its length.
        byte* next = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(text));
        byte* end = next + text.Length;
        for (int index = 0; next < end; index++)
        {
            if (Read(ref next) == codePoint)
            {
                return index;
            }
        }
        return -1;
    }

    private static uint StandIn(uint codePoint)
    {
        ReadOnlySpan<byte> text = StandIns;
        // SAFETY: as in Find; the literal is pairs of characters.
        byte* next = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(text));
        byte* end = next + text.Length;
        while (next < end)
        {
            uint from = Read(ref next);
            uint to = Read(ref next);
            if (from == codePoint)
            {
                return to;
            }
        }
        return 0;
    }

    /// <summary>Reads one character of at most three bytes; the literals above are valid UTF-8 and have no
    /// longer ones.</summary>
    private static uint Read(ref byte* next)
    {
        uint first = *next++;
        if (first < 0x80)
        {
            return first;
        }
        uint second = *next++ & 0x3Fu;
        if (first < 0xE0)
        {
            return ((first & 0x1F) << 6) | second;
        }
        return ((first & 0x0F) << 12) | (second << 6) | (*next++ & 0x3Fu);
    }
}
