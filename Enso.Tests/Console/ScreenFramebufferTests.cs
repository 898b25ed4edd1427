using System.Runtime.InteropServices;
using Enso.Build.Fonts;
using Enso.Machine.Console;
using NUnit.Framework;

namespace Enso.Tests.Console;

/// <summary>What reaches a framebuffer.</summary>
public sealed unsafe class ScreenFramebufferTests : ScreenFixture
{
    private const int Width = 643;
    private const int Height = 403;
    private const int Left = 1;
    private const int Top = 1;

    private void* _font;

    [OneTimeSetUp]
    public void LoadTheFont()
    {
        byte[] blob = FontBuilder.Build(Pf2Font.Parse(File.ReadAllBytes(Pf2Tests.InstalledFont)));
        _font = NativeMemory.Alloc((nuint)blob.Length);
        blob.CopyTo(new Span<byte>(_font, blob.Length));
        Assert.That(Font.Initialize((byte*)_font), Is.True);
    }

    [OneTimeTearDown]
    public void UnloadTheFont()
    {
        Font.Initialize(null);
        NativeMemory.Free(_font);
    }

    private static readonly FramebufferInfo[] s_formats =
    [
        Format(32, 16, 8, 8, 8, 0, 8),
        Format(32, 0, 8, 8, 8, 16, 8),
        Format(32, 20, 10, 10, 10, 0, 10),
        Format(24, 16, 8, 8, 8, 0, 8),
        Format(16, 11, 5, 5, 6, 0, 5),
        Format(15, 10, 5, 5, 5, 0, 5),
    ];

    private static FramebufferInfo Format(
        byte depth, byte red, byte redSize, byte green, byte greenSize, byte blue, byte blueSize) => new()
    {
        Width = Width,
        Height = Height,
        BitsPerPixel = depth,
        Pitch = (Width * ((depth + 7u) / 8)) + 12,
        RedPosition = red,
        RedSize = redSize,
        GreenPosition = green,
        GreenSize = greenSize,
        BluePosition = blue,
        BlueSize = blueSize,
    };

    [Test]
    public void ACharacterIsItsGlyphInEveryFormat([Range(0, 5)] int format)
    {
        FramebufferInfo info = s_formats[format];
        Attach(info);
        Write("\u001b[?25l\n \u001b[92;45mÅ");
        byte* glyph = Font.Glyph('Å');
        for (int y = 0; y < 16; y++)
        {
            for (int x = 0; x < 8; x++)
            {
                bool isSet = (glyph[y] & (0x80 >> x)) != 0;
                uint expected = info.Pixel(isSet ? 0x55FF55u : 0xAA00AAu);
                Assert.That(PixelAt(info, Left + 8 + x, Top + 16 + y), Is.EqualTo(expected), $"{x}, {y}");
            }
        }
        Assert.That(PixelAt(info, Left + 7, Top + 16), Is.Zero);
        Assert.That(PixelAt(info, Left + 16, Top + 16), Is.Zero);
    }

    [Test]
    public void PixelsHaveTheirColoursWhereTheFormatSays()
    {
        Assert.That(s_formats[0].Pixel(0x123456), Is.EqualTo(0x123456));
        Assert.That(s_formats[1].Pixel(0x123456), Is.EqualTo(0x563412));
        Assert.That(s_formats[2].Pixel(0x0000FF), Is.EqualTo(0x3FC));
        Assert.That(s_formats[4].Pixel(0xFF0000), Is.EqualTo(0xF800));
        Assert.That(s_formats[4].Pixel(0x00FF00), Is.EqualTo(0x07E0));
        Assert.That(s_formats[5].Pixel(0x0000FF), Is.EqualTo(0x001F));
    }

    [Test]
    public void TheBorderIsBlackAndWhatIsBesideTheLinesIsNotTouched([Range(0, 5)] int format)
    {
        FramebufferInfo info = s_formats[format];
        Attach(info);
        Write("\u001b[41m\u001b[2J");
        Assert.That((Screen.Columns, Screen.Rows), Is.EqualTo((80, 25)));
        for (int x = 0; x < Width; x++)
        {
            Assert.That(PixelAt(info, x, 0), Is.Zero);
            Assert.That(PixelAt(info, x, Height - 1), Is.Zero);
        }
        for (int y = 0; y < Height; y++)
        {
            Assert.That(PixelAt(info, 0, y), Is.Zero);
            Assert.That(PixelAt(info, Width - 1, y), Is.Zero);
            byte* beside = Memory + ((long)y * info.Pitch) + (Width * info.BytesPerPixel);
            Assert.That(new ReadOnlySpan<byte>(beside, 12).ContainsAnyExcept((byte)0xCC), Is.False);
        }
        Assert.That(PixelAt(info, Left, Top), Is.EqualTo(info.Pixel(0xAA0000)));
        Assert.That(PixelAt(info, Left + 639, Top + 399), Is.EqualTo(info.Pixel(0xAA0000)));
    }

    [Test]
    public void TheCursorIsALineThatFollowsTheText()
    {
        FramebufferInfo info = s_formats[0];
        Attach(info);
        Assert.That(CursorAt(info, 0), Is.True);
        Write("a");
        Assert.That((CursorAt(info, 0), CursorAt(info, 1)), Is.EqualTo((false, true)));
        Write("\u001b[?25l");
        Assert.That(CursorAt(info, 1), Is.False);
        Write("\u001b[?25h\u001b[47m \b");
        Assert.That(PixelAt(info, Left + 8, Top + 13), Is.Not.EqualTo(PixelAt(info, Left + 8, Top)));
    }

    [Test]
    public void AScreenThatScrolledShowsWhatAFreshOneWould()
    {
        FramebufferInfo info = s_formats[0];
        Attach(info);
        int size = (int)(info.Pitch * info.Height);
        var random = new Random(7);
        for (int i = 0; i < 60; i++)
        {
            Write($"\u001b[{31 + random.Next(7)}m{new string('x', random.Next(100))} {i}\u001b[0m\n");
        }
        byte[] incremental = new ReadOnlySpan<byte>(Memory, size).ToArray();
        Assert.That(Screen.AttachFramebuffer(info, Memory), Is.True);
        Assert.That(new ReadOnlySpan<byte>(Memory, size).SequenceEqual(incremental), Is.True);
    }

    [Test]
    public void AttachedAtAnotherAddressItKeepsItsContents()
    {
        FramebufferInfo info = s_formats[0];
        Attach(info);
        Write("kept");
        byte[] other = new byte[info.Pitch * info.Height];
        fixed (byte* memory = other)
        {
            Screen.AttachFramebuffer(info, memory);
            Assert.That(Row(0), Is.EqualTo("kept"));
            Assert.That(other.AsSpan().ContainsAnyExcept((byte)0), Is.True);
            Screen.Detach();
        }
    }

    [Test]
    public void ALargeFramebufferIsUsedInItsMiddle()
    {
        FramebufferInfo info = s_formats[0] with { Width = 2560, Height = 1440, Pitch = 2560 * 4 };
        Attach(info);
        Assert.That((Screen.Columns, Screen.Rows), Is.EqualTo((240, 68)));
        Write("\u001b[41m\u001b[2J\u001b[?25l");
        Assert.That(PixelAt(info, 319, 176), Is.Zero);
        Assert.That(PixelAt(info, 320, 175), Is.Zero);
        Assert.That(PixelAt(info, 320, 176), Is.EqualTo(0xAA0000));
        Assert.That(PixelAt(info, 320 + 1919, 176 + 1087), Is.EqualTo(0xAA0000));
        Assert.That(PixelAt(info, 320 + 1920, 176), Is.Zero);
    }

    [Test]
    public void AFormatThatCannotBeDrawnOnIsRefused()
    {
        FramebufferInfo good = s_formats[0];
        Assert.That((good with { BitsPerPixel = 8 }).IsUsable, Is.False);
        Assert.That((good with { RedSize = 0 }).IsUsable, Is.False);
        Assert.That((good with { RedPosition = 28 }).IsUsable, Is.False);
        Assert.That((good with { Pitch = 100 }).IsUsable, Is.False);
        Assert.That((good with { Width = 7 }).IsUsable, Is.False);
        Assert.That((good with { Height = 15 }).IsUsable, Is.False);
        Assert.That(Screen.AttachFramebuffer(good with { BitsPerPixel = 8 }, null), Is.False);
        Assert.That(Screen.Kind, Is.EqualTo(ScreenKind.None));
    }

    private void Attach(in FramebufferInfo info)
    {
        Allocate((int)(info.Pitch * info.Height));
        Assert.That(Screen.AttachFramebuffer(info, Memory), Is.True);
    }

    private bool CursorAt(in FramebufferInfo info, int column) =>
        PixelAt(info, Left + (column * 8), Top + 13) == info.Pixel(0xAAAAAA)
        && PixelAt(info, Left + (column * 8) + 7, Top + 14) == info.Pixel(0xAAAAAA);

    private uint PixelAt(in FramebufferInfo info, int x, int y)
    {
        byte* at = Memory + ((long)y * info.Pitch) + (x * info.BytesPerPixel);
        uint pixel = 0;
        for (int i = 0; i < info.BytesPerPixel; i++)
        {
            pixel |= (uint)at[i] << (8 * i);
        }
        return pixel;
    }
}
