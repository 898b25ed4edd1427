using Enso.Machine.Cpu;
using Enso.Machine.Diagnostics;

namespace Enso.Machine.Memory;

/// <summary>The C heap: what <c>malloc</c> and its kin hand to the runtime's native parts. Size classes, four to a
/// doubling; each core keeps some free blocks of every class (<see cref="HeapCache"/>) and exchanges them by the
/// batch with the class's own list, which has a lock. A block's class is found in the header of the 64 KiB span that it
/// lies in. Larger blocks are reservations of their own.</summary>
internal static unsafe class Heap
{
    /// <summary>The alignment of every block.</summary>
    public const ulong Alignment = 16;

    private const ulong SpanBytes = 64 * 1024;
    private const ulong LargestClass = 32 * 1024;

    /// <summary>Size classes.</summary>
    public const int ClassCount = 40;

    private const uint SmallMagic = 0x5350414E;
    private const uint LargeMagic = 0x4C415247;
    private const ulong HeaderBytes = 64;

    private struct Span
    {
        public uint Magic;
        public int Class;
        public ulong Bytes;
    }

    private struct SizeClass
    {
        public SpinLock Lock;

        // Guarded by Lock.
        public void** Free;
        public byte* Fresh;
        public byte* FreshEnd;
    }

    private struct Classes
    {
        public fixed byte Storage[ClassCount * 64];
    }

    private static Classes s_classes;

    /// <summary>Bytes in live blocks of up to 32 KiB, rounded up to their classes.</summary>
    public static ulong LiveBytes()
    {
        long total = 0;
        for (int i = 0; i < Cores.Count; i++)
        {
            total += Volatile.Read(ref Cores.At(i)->Heap.LiveBytes);
        }
        // The cores are read one after another, while they go on.
        return total < 0 ? 0 : (ulong)total;
    }

    /// <summary>A block of at least <paramref name="bytes"/>, not cleared, or null. The first core's block must exist.
    /// </summary>
    public static void* Allocate(ulong bytes)
    {
        if (bytes > LargestClass)
        {
            return AllocateLarge(bytes, Alignment);
        }
        int index = ClassOf(bytes);
        ulong flags = Instructions.DisableInterrupts();
        HeapCache* cache = &Core.This()->Heap;
        if (cache->Heads[index] == 0)
        {
            Refill(cache, index);
        }
        ulong* block = (ulong*)cache->Heads[index];
        if (block != null)
        {
            cache->Heads[index] = *block;
            cache->Counts[index]--;
            cache->LiveBytes += (long)BytesOf(index);
        }
        Instructions.RestoreInterrupts(flags);
        return block;
    }

    /// <summary>How many blocks of a class a core keeps at most: 32 KiB of them, but from 4 to 64.</summary>
    private static int Limit(int index)
    {
        ulong count = 32 * 1024 / BytesOf(index);
        return count < 4 ? 4 : count > 64 ? 64 : (int)count;
    }

    private static void Refill(HeapCache* cache, int index)
    {
        SizeClass* sizeClass = ClassAt(index);
        sizeClass->Lock.AcquireWithInterruptsOff();
        for (int wanted = Limit(index) / 2; wanted > 0; wanted--)
        {
            ulong* block = (ulong*)Take(sizeClass, index);
            if (block == null)
            {
                break;
            }
            *block = cache->Heads[index];
            cache->Heads[index] = (ulong)block;
            cache->Counts[index]++;
        }
        sizeClass->Lock.ReleaseKeepingInterruptsOff();
    }

    private static void Flush(HeapCache* cache, int index)
    {
        SizeClass* sizeClass = ClassAt(index);
        sizeClass->Lock.AcquireWithInterruptsOff();
        for (int left = Limit(index) / 2; left > 0; left--)
        {
            ulong* block = (ulong*)cache->Heads[index];
            cache->Heads[index] = *block;
            cache->Counts[index]--;
            *block = (ulong)sizeClass->Free;
            sizeClass->Free = (void**)block;
        }
        sizeClass->Lock.ReleaseKeepingInterruptsOff();
    }

    private static void* Take(SizeClass* sizeClass, int index)
    {
        void** free = sizeClass->Free;
        if (free != null)
        {
            sizeClass->Free = (void**)*free;
            return free;
        }
        ulong bytes = BytesOf(index);
        if (sizeClass->Fresh == null || (ulong)(sizeClass->FreshEnd - sizeClass->Fresh) < bytes)
        {
            byte* span = (byte*)AddressSpace.Reserve(SpanBytes, Protection.ReadWrite, SpanBytes);
            if (span == null)
            {
                return null;
            }
            ((Span*)span)->Magic = SmallMagic;
            ((Span*)span)->Class = index;
            sizeClass->Fresh = span + HeaderBytes;
            sizeClass->FreshEnd = span + SpanBytes;
        }
        void* block = sizeClass->Fresh;
        sizeClass->Fresh += bytes;
        return block;
    }

    /// <summary>A block aligned to <paramref name="alignment"/>, a power of two of at most 32 KiB; null when it is
    /// larger or memory is used up.</summary>
    public static void* AllocateAligned(ulong bytes, ulong alignment)
    {
        if (alignment <= Alignment)
        {
            return Allocate(bytes);
        }
        if (bytes <= LargestClass && bytes + alignment <= LargestClass)
        {
            // A class block with room to move the start up; Free finds the block's own start again.
            ulong block = (ulong)Allocate(bytes + alignment);
            return block == 0 ? null : (void*)((block + alignment - 1) & ~(alignment - 1));
        }
        return alignment > LargestClass ? null : AllocateLarge(bytes, alignment);
    }

    private static void* AllocateLarge(ulong bytes, ulong alignment)
    {
        ulong offset = alignment < HeaderBytes ? HeaderBytes : alignment;
        if (bytes > AddressSpace.Ceiling)
        {
            return null;
        }
        byte* span = (byte*)AddressSpace.Reserve(bytes + offset, Protection.ReadWrite, SpanBytes);
        if (span == null)
        {
            return null;
        }
        ((Span*)span)->Magic = LargeMagic;
        ((Span*)span)->Bytes = bytes + offset;
        return span + offset;
    }

    /// <summary>Gives a block back; null is nothing.</summary>
    public static void Free(void* block)
    {
        if (block == null)
        {
            return;
        }
        Span* span = SpanOf(block);
        if (span->Magic == LargeMagic)
        {
            AddressSpace.Release((ulong)span, span->Bytes);
            return;
        }
        int index = span->Class;
        ulong* start = (ulong*)StartOf(span, block);
        Junk(start, BytesOf(index));
        ulong flags = Instructions.DisableInterrupts();
        HeapCache* cache = &Core.This()->Heap;
        *start = cache->Heads[index];
        cache->Heads[index] = (ulong)start;
        cache->LiveBytes -= (long)BytesOf(index);
        if (++cache->Counts[index] > Limit(index))
        {
            Flush(cache, index);
        }
        Instructions.RestoreInterrupts(flags);
    }

    /// <summary>How many bytes a block really has.</summary>
    public static ulong SizeOf(void* block)
    {
        Span* span = SpanOf(block);
        return span->Magic == LargeMagic
            ? span->Bytes - (ulong)((byte*)block - (byte*)span)
            : BytesOf(span->Class) - (ulong)((byte*)block - (byte*)StartOf(span, block));
    }

    /// <summary>The start of the block that an address lies in: an aligned one's is before it.</summary>
    private static void* StartOf(Span* span, void* block)
    {
        byte* first = (byte*)span + HeaderBytes;
        ulong bytes = BytesOf(span->Class);
        return first + ((ulong)((byte*)block - first) / bytes * bytes);
    }

    private static Span* SpanOf(void* block)
    {
        Span* span = (Span*)((ulong)block & ~(SpanBytes - 1));
        if (span->Magic is not SmallMagic and not LargeMagic)
        {
            Panic.Bug($"free({(ulong)block:x}): no such block");
        }
        return span;
    }

    [System.Diagnostics.Conditional("DEBUG")]
    private static void Junk(void* block, ulong bytes) => Instructions.Fill(block, 0xDD, bytes);

    /// <summary>The class of a size: 16 to 64 in steps of 16, then four classes to each doubling.</summary>
    private static int ClassOf(ulong bytes)
    {
        if (bytes <= 64)
        {
            return bytes <= 16 ? 0 : (int)((bytes - 1) / 16);
        }
        int shift = 6;
        while ((128UL << (shift - 6)) < bytes)
        {
            shift++;
        }
        ulong half = 1UL << shift;
        return 4 + ((shift - 6) * 4) + (int)((bytes - half - 1) / (half / 4));
    }

    private static ulong BytesOf(int index)
    {
        if (index < 4)
        {
            return (ulong)(index + 1) * 16;
        }
        ulong half = 64UL << ((index - 4) / 4);
        return half + ((ulong)((index - 4) % 4 + 1) * (half / 4));
    }

    private static SizeClass* ClassAt(int index) => (SizeClass*)(Pointers.Of(ref s_classes.Storage[0]) + (index * 64));
}
