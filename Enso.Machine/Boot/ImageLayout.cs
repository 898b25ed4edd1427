using System.Runtime;
using System.Runtime.CompilerServices;

namespace Enso.Machine.Boot;

/// <summary>Addresses that the linker script (<c>kernel.ld</c>) defines, and the two functions of the image that
/// start the runtime.</summary>
internal static unsafe class ImageLayout
{
    private const MethodImplOptions Direct = MethodImplOptions.InternalCall;

    /// <summary>First byte of the image.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_image_start_address")]
    public static extern ulong Start();

    /// <summary>The end of the image, page-aligned.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_image_end_address")]
    public static extern ulong End();

    /// <summary>End of the read-only data, which starts the image.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_rodata_end_address")]
    public static extern ulong ReadOnlyEnd();

    /// <summary>First byte of code.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_text_start_address")]
    public static extern ulong TextStart();

    /// <summary>End of code.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_text_end_address")]
    public static extern ulong TextEnd();

    /// <summary>First byte of writable data.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_data_start_address")]
    public static extern ulong DataStart();

    /// <summary>End of writable data, zero-initialised data included.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_data_end_address")]
    public static extern ulong DataEnd();

    /// <summary>The ELF header, mapped with the read-only data.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_elf_header_address")]
    public static extern byte* ElfHeader();

    /// <summary>The <c>.eh_frame_hdr</c> section.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_eh_frame_header_address")]
    public static extern byte* EhFrameHeader();

    /// <summary>First byte of the application-processor trampoline.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_trampoline_start_address")]
    public static extern byte* TrampolineStart();

    /// <summary>End of the trampoline.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_trampoline_end_address")]
    public static extern byte* TrampolineEnd();

    /// <summary>The trampoline's parameter block.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_trampoline_parameters_address")]
    public static extern byte* TrampolineParameters();

    /// <summary>The top of the stack that the first core boots on.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_boot_stack_top_address")]
    public static extern ulong BootStackTop();

    /// <summary>The path that the image goes by, zero-terminated: its name after a slash (<c>image.S</c>).</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_image_path_address")]
    public static extern byte* Path();

    [MethodImpl(Direct), RuntimeImport("*", "enso_image_is_program")]
    private static extern int IsProgramValue();

    /// <summary>Whether the image is one program, not a kernel with a shell.</summary>
    public static bool IsProgram() => IsProgramValue() != 0;

    /// <summary>Runs the constructors of the runtime's C++ parts.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_run_constructors")]
    public static extern void RunConstructors();

    /// <summary>The runtime's own start-up, which ends by calling the managed <c>Main</c>.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "main")]
    public static extern int RuntimeMain(int count, byte** arguments);
}
