using Enso.Machine.Cpu;
using Enso.Machine.Diagnostics;

namespace Enso.Machine.Memory;

/// <summary>The C heap: what <c>malloc</c> and its kin hand to the runtime's native parts. Size classes, four to a
/// doubling, each with its own lock and free list; a block's class is found in the header of the 64 KiB span that
/// it lies in. Larger blocks are reservations of their own.</summary>
internal static unsafe class Heap
{
    /// <summary>The alignment of every block.</summary>
    public const ulong Alignment = 16;

    private const ulong SpanBytes = 64 * 1024;
    private const ulong LargestClass = 32 * 1024;
    private const int ClassCount = 40;
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
        public ulong Live;
    }

    private struct Classes
    {
        public fixed byte Storage[ClassCount * 64];
    }

    private static Classes s_classes;

    /// <summary>Bytes in live blocks of up to 32 KiB, rounded up to their classes.</summary>
    public static ulong LiveBytes()
    {
        ulong total = 0;
        for (int i = 0; i < ClassCount; i++)
        {
            total += ClassAt(i)->Live * BytesOf(i);
        }
        return total;
    }

    /// <summary>A block of at least <paramref name="bytes"/>, not cleared, or null.</summary>
    public static void* Allocate(ulong bytes)
    {
        if (bytes > LargestClass)
        {
            return AllocateLarge(bytes, Alignment);
        }
        int index = ClassOf(bytes);
        SizeClass* sizeClass = ClassAt(index);
        ulong flags = sizeClass->Lock.Acquire();
        void* block = Take(sizeClass, index);
        sizeClass->Lock.Release(flags);
        return block;
    }

    private static void* Take(SizeClass* sizeClass, int index)
    {
        void** free = sizeClass->Free;
        if (free != null)
        {
            sizeClass->Free = (void**)*free;
            sizeClass->Live++;
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
        sizeClass->Live++;
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
            return (void*)((block + alignment - 1) & ~(alignment - 1));
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
        SizeClass* sizeClass = ClassAt(span->Class);
        block = StartOf(span, block);
        Junk(block, BytesOf(span->Class));
        ulong flags = sizeClass->Lock.Acquire();
        *(void**)block = sizeClass->Free;
        sizeClass->Free = (void**)block;
        sizeClass->Live--;
        sizeClass->Lock.Release(flags);
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
