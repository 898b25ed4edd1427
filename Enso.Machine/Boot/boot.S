# From the boot loader to C#: the multiboot2 header and PVH note, the 32-bit entry that both share,
# a provisional identity map of the first 4 GiB, long mode, and the trampoline of the other cores.
#
# Entry state (Multiboot2 specification 3.3, I386 machine state; Xen x86/HVM direct boot ABI):
# 32-bit protected mode, paging off, interrupts off, EBX = physical address of the boot information,
# EAX = 0x36d76289 when the loader speaks multiboot2.
.intel_syntax noprefix

.section .note.pvh,"a",@note
        .long 4, 4, 18                  # name size, descriptor size, XEN_ELFNOTE_PHYS32_ENTRY
        .asciz "Xen"
        .long enso_start32

.section .multiboot2,"a",@progbits
.balign 8
header:
        .long 0xe85250d6, 0, header_end-header, -(0xe85250d6+(header_end-header))
        .balign 8
        .word 4, 1                      # console flags: optional; EGA text is supported
        .long 12, 2
        .balign 8
        .word 5, 1                      # framebuffer, optional: 1024 x 768, 32 bits a pixel preferred
        .long 20, 1024, 768, 32
        .balign 8
        .word 6, 0                      # modules page-aligned
        .long 8
        .balign 8
        .word 0, 0
        .long 8
header_end:

.section .boot.text,"ax",@progbits
.code32
.global enso_start32
enso_start32:
        cli
        cld
        mov esp, offset enso_boot_stack_top
        mov ebp, eax                    # the loader's magic
        mov esi, ebx                    # the loader's information

        # A processor that lacks long mode cannot run one instruction of what follows.
        mov eax, 0x80000000
        cpuid
        cmp eax, 0x80000001
        jb no_long_mode
        mov eax, 0x80000001
        cpuid
        bt edx, 29
        jnc no_long_mode
        bt edx, 20
        jnc no_execute_disable

        # Identity map of 4 GiB with 2 MiB pages: four page directories below one pointer table.
        mov edi, offset boot_pdpt
        mov eax, offset boot_pd
        or eax, 3
        mov ecx, 4
1:      mov [edi], eax
        mov dword ptr [edi+4], 0
        add edi, 8
        add eax, 4096
        loop 1b
        mov edi, offset boot_pd
        mov eax, 0x83
        mov ecx, 2048
2:      mov [edi], eax
        mov dword ptr [edi+4], 0
        add edi, 8
        add eax, 0x200000
        loop 2b
        mov eax, offset boot_pdpt
        or eax, 3
        mov dword ptr [boot_pml4], eax
        mov eax, offset boot_pml4
        mov cr3, eax
        mov eax, cr4
        or eax, 0x620                   # PAE, OSFXSR, OSXMMEXCPT
        mov cr4, eax
        mov ecx, 0xC0000080             # IA32_EFER
        rdmsr
        or eax, 0x900                   # LME, NXE
        wrmsr
        mov eax, cr0
        and eax, 0x9FFFFFFB             # no EM; caches on (clear CD, NW)
        or eax, 0x80010022              # PG, WP, NE, MP
        mov cr0, eax
        lgdt [boot_gdtr]
        ljmp 0x08, offset start64

no_long_mode:
        mov edi, offset text_no_long_mode
        jmp fatal32
no_execute_disable:
        mov edi, offset text_no_nx

# Prints the text at EDI on COM1 and, where the loader left the screen in text mode, on the screen; halts.
# Where it left a framebuffer (multiboot2 tag 8, type 1), the text is drawn with the built-in font.
fatal32:
        call fatal_serial
        call fatal_screen
3:      hlt
        jmp 3b

fatal_serial:
        push edi
        mov dx, 0x3f9                   # the port as it stands may be unprogrammed: 115200 8N1
        xor al, al
        out dx, al
        mov dx, 0x3fb
        mov al, 0x80
        out dx, al
        mov dx, 0x3f8
        mov al, 1
        out dx, al
        mov dx, 0x3f9
        xor al, al
        out dx, al
        mov dx, 0x3fb
        mov al, 3
        out dx, al
1:      mov bl, [edi]
        test bl, bl
        jz 4f
        mov ecx, 100000                 # a port that is not there never becomes ready
2:      mov dx, 0x3fd
        in al, dx
        test al, 0x20
        jnz 3f
        loop 2b
3:      mov dx, 0x3f8
        mov al, bl
        out dx, al
        inc edi
        jmp 1b
4:      pop edi
        ret

fatal_screen:
        cmp ebp, 0x36d76289
        jne vga_text
        lea ebx, [esi+8]
1:      mov eax, [ebx]
        test eax, eax
        jz vga_text
        cmp eax, 8
        je 2f
        mov eax, [ebx+4]
        cmp eax, 8
        jb vga_text
        add eax, 7
        and eax, -8
        add ebx, eax
        jmp 1b
2:      cmp byte ptr [ebx+29], 1        # framebuffer type: 1 is direct colour
        jne vga_text
        cmp byte ptr [ebx+28], 32
        jne vga_text
        # EBX: the tag. +8 address (low half), +16 pitch. The font's ASCII glyphs: see text32_font.
        mov ecx, [ebx+8]                # pen: top-left pixel of the next character
        mov eax, [ebx+16]
        shl eax, 4
        add ecx, eax                    # one text line down
3:      movzx eax, byte ptr [edi]
        test eax, eax
        jz 9f
        cmp eax, 32
        jb 8f
        # The font's glyphs follow its header (20 bytes) and ranges (12 each); the first range starts at the
        # space (FontBlob.cs). 16 rows a glyph, one byte a row.
        sub eax, 32
        shl eax, 4
        imul edx, dword ptr [enso_font_data+8], 12
        lea eax, [eax+edx+enso_font_data+20]
        push edi
        push ebp
        mov ebp, 16
        mov edi, ecx
4:      mov dl, [eax]
        push eax
        push edi
        mov eax, 8
5:      shl dl, 1
        mov dword ptr [edi], 0x00202020
        jnc 6f
        mov dword ptr [edi], 0x00ffffff
6:      add edi, 4
        dec eax
        jnz 5b
        pop edi
        pop eax
        add edi, [ebx+16]
        inc eax
        dec ebp
        jnz 4b
        pop ebp
        pop edi
        add ecx, 32
8:      inc edi
        jmp 3b
9:      ret

vga_text:
        mov ecx, 0xB8000 + 160
1:      mov al, [edi]
        test al, al
        jz 9b
        inc edi
        cmp al, 32
        jb 1b
        mov ah, 0x4F
        mov [ecx], ax
        add ecx, 2
        jmp 1b

.code64
start64:
        mov eax, 0x10
        mov ds, eax
        mov es, eax
        mov ss, eax
        xor eax, eax
        mov fs, eax
        mov gs, eax
        mov rsp, offset enso_boot_stack_top
        mov edi, ebp
        mov esi, esi
        xor ebp, ebp
        call enso_entry
4:      cli
        hlt
        jmp 4b

# The other cores start here in real mode, copied to a page below 1 MiB (start-up vector = page number).
# Each takes a ticket and with it one of the prepared stacks.
.section .boot.trampoline,"ax",@progbits
.set TRAMPOLINE, 0x8000
.code16
.global enso_trampoline_start
enso_trampoline_start:
        cli
        xor ax, ax
        mov ds, ax
        lgdt ds:[trampoline_gdtr - enso_trampoline_start + TRAMPOLINE]
        mov eax, cr0
        or al, 1
        mov cr0, eax
        .byte 0x66, 0xea                # far jump to 32-bit code
        .long trampoline32 - enso_trampoline_start + TRAMPOLINE
        .word 0x18
.code32
trampoline32:
        mov ax, 0x10
        mov ds, ax
        mov ss, ax
        mov eax, [trampoline_cr3 - enso_trampoline_start + TRAMPOLINE]
        mov cr3, eax
        mov eax, cr4
        or eax, 0x620
        mov cr4, eax
        mov ecx, 0xC0000080
        rdmsr
        or eax, 0x900
        wrmsr
        mov eax, cr0
        and eax, 0x9FFFFFFB
        or eax, 0x80010022
        mov cr0, eax
        .byte 0xea                      # far jump to 64-bit code
        .long trampoline64 - enso_trampoline_start + TRAMPOLINE
        .word 0x08
.code64
trampoline64:
        mov eax, 0x10
        mov ds, eax
        mov es, eax
        mov ss, eax
        xor eax, eax
        mov fs, eax
        mov gs, eax
        mov eax, 1
        lock xadd [TRAMPOLINE + trampoline_ticket - enso_trampoline_start], eax
        mov edi, eax
        mov rsi, [TRAMPOLINE + trampoline_stacks - enso_trampoline_start]
        mov rsp, [rsi+rdi*8]
        xor ebp, ebp
        mov rax, [TRAMPOLINE + trampoline_entry - enso_trampoline_start]
        call rax
1:      cli
        hlt
        jmp 1b
.balign 16
trampoline_gdt: .quad 0, 0x00af9a000000ffff, 0x00cf92000000ffff, 0x00cf9a000000ffff
trampoline_gdtr: .word 31
        .long trampoline_gdt - enso_trampoline_start + TRAMPOLINE
.balign 8
# What the first core fills in (Trampoline.cs): keep the order.
.global enso_trampoline_parameters
enso_trampoline_parameters:
trampoline_cr3: .quad 0
trampoline_stacks: .quad 0              # address of an array of stack tops
trampoline_entry: .quad 0
trampoline_ticket: .quad 0
.global enso_trampoline_end
enso_trampoline_end:

.section .rodata.enso.boot,"a",@progbits
text_no_long_mode:
        .asciz "Enso cannot start: this processor lacks 64-bit long mode (CPUID 80000001h EDX bit 29). A 64-bit x86 processor is needed.\r\n*** kernel halted ***\r\n"
text_no_nx:
        .asciz "Enso cannot start: this processor lacks the execute-disable bit (CPUID 80000001h EDX bit 20).\r\n*** kernel halted ***\r\n"
.balign 8
boot_gdt: .quad 0, 0x00af9a000000ffff, 0x00cf92000000ffff
boot_gdtr: .word 23
        .long boot_gdt

.bss
.balign 4096
boot_pml4: .skip 4096
boot_pdpt: .skip 4096
boot_pd: .skip 16384
enso_boot_stack: .skip 65536
.global enso_boot_stack_top
enso_boot_stack_top:

# Addresses that C# asks for (ImageLayout.cs).
.section .text.enso.layout,"ax",@progbits
.macro ADDRESS name symbol
.global \name
.type \name,@function
\name:
        lea rax, \symbol[rip]
        ret
.endm
        ADDRESS enso_image_start_address, enso_image_start
        ADDRESS enso_image_end_address, enso_image_end
        ADDRESS enso_rodata_end_address, enso_rodata_end
        ADDRESS enso_text_start_address, enso_text_start
        ADDRESS enso_text_end_address, enso_text_end
        ADDRESS enso_data_start_address, enso_data_start
        ADDRESS enso_data_end_address, enso_data_end
        ADDRESS enso_elf_header_address, __ehdr_start
        ADDRESS enso_eh_frame_header_address, enso_eh_frame_header
        ADDRESS enso_trampoline_start_address, enso_trampoline_start
        ADDRESS enso_trampoline_end_address, enso_trampoline_end
        ADDRESS enso_trampoline_parameters_address, enso_trampoline_parameters
        ADDRESS enso_boot_stack_top_address, enso_boot_stack_top

# Runs the constructors of the runtime's C++ parts.
.global enso_run_constructors
.type enso_run_constructors,@function
enso_run_constructors:
        push rbx
        push r12
        push r13
        lea rbx, enso_init_array_start[rip]
        lea r12, enso_init_array_end[rip]
1:      cmp rbx, r12
        jae 2f
        call [rbx]
        add rbx, 8
        jmp 1b
2:      pop r13
        pop r12
        pop rbx
        ret
.section .note.GNU-stack,"",@progbits
