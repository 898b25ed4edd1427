using System.Buffers.Binary;
using Enso.Queues;

namespace Enso.Tests.InKernel.Soak;

/// <summary>A record: its writer, its number, and bytes that follow from both.</summary>
internal static class SoakRecord
{
    private const int Head = 16;
    private const int LongestBody = 300;

    /// <summary>Writes records of all lengths, in every way that a pipe has.</summary>
    public static void WriteAll<TStorage>(
        FrameWriter<TStorage> end, int writer, int count, SoakLedger sent, SoakPace pace)
        where TStorage : struct, IStorage<byte, TStorage>
    {
        int longest = Math.Min(Head + LongestBody, end.MaximumLength);
        byte[] record = new byte[longest];
        while (sent.NextOf(writer) < count)
        {
            pace.Dawdle();
            long number = sent.NextOf(writer);
            int length = Head + pace.Below(longest - Head + 1);
            Fill(record.AsSpan(0, length), writer, number);
            bool isTaken = pace.Below(8) switch
            {
                0 => end.WriteAsync(record.AsMemory(0, length)).AsTask().GetAwaiter().GetResult(),
                1 => end.TryWrite(record.AsSpan(0, length)),
                2 => end.Write(record.AsSpan(0, length)),
                3 => Abandon(end, length),
                _ => WriteInPlace(end, record.AsSpan(0, length), longest, pace),
            };
            if (isTaken)
            {
                sent.Enter(writer, number, HashOf(writer, number));
            }
            else
            {
                end.Flush();
                pace.LetOthersRun();
            }
        }
        end.Flush();
    }

    /// <summary>Enters a record, whole and in its order.</summary>
    public static void Enter(ReadOnlySpan<byte> record, SoakLedger ledger)
    {
        (int writer, long number) = Read(record);
        for (int i = Head; i < record.Length; i++)
        {
            Check.That(record[i] == ByteAt(writer, number, i), $"record {number} of writer {writer} is torn");
        }
        ledger.Enter(writer, number, HashOf(writer, number));
    }

    /// <summary>A ledger that begins with a record, for one writer.</summary>
    public static SoakLedger LedgerFrom(ReadOnlySpan<byte> record)
    {
        SoakLedger ledger = new(1);
        ledger.BeginAt(0, Read(record).Number);
        return ledger;
    }

    private static (int Writer, long Number) Read(ReadOnlySpan<byte> record)
    {
        Check.That(record.Length >= Head, $"a record of {record.Length} bytes was never written");
        int writer = BinaryPrimitives.ReadInt32LittleEndian(record);
        Check.Equal(record.Length, BinaryPrimitives.ReadInt32LittleEndian(record[4..]));
        return (writer, BinaryPrimitives.ReadInt64LittleEndian(record[8..]));
    }

    private static void Fill(Span<byte> record, int writer, long number)
    {
        BinaryPrimitives.WriteInt32LittleEndian(record, writer);
        BinaryPrimitives.WriteInt32LittleEndian(record[4..], record.Length);
        BinaryPrimitives.WriteInt64LittleEndian(record[8..], number);
        for (int i = Head; i < record.Length; i++)
        {
            record[i] = ByteAt(writer, number, i);
        }
    }

    private static byte ByteAt(int writer, long number, int index) => (byte)(((writer + 1) * number) + (index * 7));

    private static ulong HashOf(int writer, long number) => SoakMessage.Mix((ulong)writer, (ulong)number);

    private static bool Abandon<TStorage>(FrameWriter<TStorage> end, int length)
        where TStorage : struct, IStorage<byte, TStorage>
    {
        if (end.TryClaim(length, out Span<byte> place))
        {
            place.Fill(byte.MaxValue);
            end.Abandon();
        }
        return false;
    }

    private static bool WriteInPlace<TStorage>(
        FrameWriter<TStorage> end, ReadOnlySpan<byte> record, int longest, SoakPace pace)
        where TStorage : struct, IStorage<byte, TStorage>
    {
        if (!end.Claim(record.Length + pace.Below(longest - record.Length + 1), out Span<byte> place))
        {
            return false;
        }
        record.CopyTo(place);
        if (pace.Below(4) == 0)
        {
            end.Stage(record.Length);
        }
        else
        {
            end.Commit(record.Length);
        }
        return true;
    }
}
