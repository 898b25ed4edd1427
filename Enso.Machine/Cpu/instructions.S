# One function for each instruction that C# cannot express (see Instructions.cs), and the memory
# primitives. System V AMD64 calling convention throughout.
.intel_syntax noprefix
.section .text.enso.instructions,"ax",@progbits

.macro FUNCTION name
.balign 16
.global \name
.type \name,@function
\name:
.endm

FUNCTION enso_out8
        mov edx, edi
        mov eax, esi
        out dx, al
        ret
FUNCTION enso_in8
        mov edx, edi
        in al, dx
        movzx eax, al
        ret
FUNCTION enso_out16
        mov edx, edi
        mov eax, esi
        out dx, ax
        ret
FUNCTION enso_in16
        mov edx, edi
        in ax, dx
        movzx eax, ax
        ret
FUNCTION enso_out32
        mov edx, edi
        mov eax, esi
        out dx, eax
        ret
FUNCTION enso_in32
        mov edx, edi
        in eax, dx
        ret
FUNCTION enso_rdmsr
        mov ecx, edi
        rdmsr
        shl rdx, 32
        or rax, rdx
        ret
FUNCTION enso_wrmsr
        mov ecx, edi
        mov eax, esi
        mov rdx, rsi
        shr rdx, 32
        wrmsr
        ret
FUNCTION enso_cpuid
        push rbx
        mov r8, rdx
        mov eax, edi
        mov ecx, esi
        cpuid
        mov [r8], eax
        mov [r8+4], ebx
        mov [r8+8], ecx
        mov [r8+12], edx
        pop rbx
        ret
FUNCTION enso_rdtsc
        rdtsc
        shl rdx, 32
        or rax, rdx
        ret
# (TSC - start in rdi) * scale in rsi / 2^32, from all 128 bits of the product.
FUNCTION enso_scaled_rdtsc
        rdtsc
        shl rdx, 32
        or rax, rdx
        sub rax, rdi
        mul rsi
        shrd rax, rdx, 32
        ret
FUNCTION enso_rdrand
        xor eax, eax
        rdrand rcx
        setc al
        mov [rdi], rcx
        ret
FUNCTION enso_pause
        pause
        ret
FUNCTION enso_mfence
        mfence
        lfence
        ret
FUNCTION enso_hlt
        hlt
        ret
FUNCTION enso_sti_hlt
        sti
        hlt
        ret
FUNCTION enso_irq_save
        pushfq
        pop rax
        cli
        ret
FUNCTION enso_irq_restore
        push rdi
        popfq
        ret
FUNCTION enso_flags
        pushfq
        pop rax
        ret
FUNCTION enso_read_cr0
        mov rax, cr0
        ret
FUNCTION enso_write_cr0
        mov cr0, rdi
        ret
FUNCTION enso_read_cr2
        mov rax, cr2
        ret
FUNCTION enso_read_cr3
        mov rax, cr3
        ret
FUNCTION enso_write_cr3
        mov cr3, rdi
        ret
FUNCTION enso_read_cr4
        mov rax, cr4
        ret
FUNCTION enso_write_cr4
        mov cr4, rdi
        ret
FUNCTION enso_xsetbv
        mov ecx, edi
        mov eax, esi
        mov rdx, rsi
        shr rdx, 32
        xsetbv
        ret
FUNCTION enso_invlpg
        invlpg [rdi]
        ret
FUNCTION enso_lgdt
        lgdt [rdi]
        mov eax, 0x10
        mov ds, eax
        mov es, eax
        mov ss, eax
        ret
FUNCTION enso_lidt
        lidt [rdi]
        ret
FUNCTION enso_ltr
        ltr di
        ret
FUNCTION enso_frame_pointer
        mov rax, rbp
        ret
FUNCTION enso_init_fpu
        fninit
        push 0x1f80
        ldmxcsr [rsp]
        add rsp, 8
        ret
FUNCTION enso_invalid
        .cfi_startproc
        ud2
        ret
        .cfi_endproc
FUNCTION enso_core
        mov rax, gs:[0]
        ret
FUNCTION enso_thread
        mov rax, fs:[0x10]
        ret
FUNCTION enso_wrfsbase
        wrfsbase rdi
        ret

# memset(rdi destination, esi byte, rdx count). 16-byte stores: the same loop is quick on hardware and
# under binary translation, where REP STOSB costs one iteration a byte.
FUNCTION memset
        mov rax, rdi
        movzx esi, sil
        mov rcx, 0x0101010101010101
        imul rcx, rsi
        cmp rdx, 16
        jb 3f
        movq xmm0, rcx
        punpcklqdq xmm0, xmm0
        lea r8, [rdi+rdx-16]
1:      cmp rdi, r8
        jae 2f
        movups [rdi], xmm0
        add rdi, 16
        jmp 1b
2:      movups [r8], xmm0
        ret
3:      test rdx, rdx
        jz 5f
4:      mov [rdi], cl
        inc rdi
        dec rdx
        jnz 4b
5:      ret

# memcpy(rdi destination, rsi source, rdx count): ranges that overlap are handled too, as memmove.
FUNCTION memcpy
.global memmove
.type memmove,@function
memmove:
        mov rax, rdi
        cmp rdx, 16
        jb 5f
        mov r8, rdi
        sub r8, rsi
        cmp r8, rdx
        jb 3f
        # Forward. The last 16 bytes are read first: the destination may run over them.
        movups xmm1, [rsi+rdx-16]
        lea r8, [rdi+rdx-16]
1:      cmp rdi, r8
        jae 2f
        movups xmm0, [rsi]
        movups [rdi], xmm0
        add rsi, 16
        add rdi, 16
        jmp 1b
2:      movups [r8], xmm1
        ret
        # Backward: the destination starts inside the source.
3:      movups xmm1, [rsi]
4:      movups xmm0, [rsi+rdx-16]
        movups [rdi+rdx-16], xmm0
        sub rdx, 16
        cmp rdx, 16
        ja 4b
        movups [rax], xmm1
        ret
5:      test dl, 8
        jnz 8f
        test dl, 4
        jnz 7f
        test dl, dl
        jz 6f
        movzx ecx, byte ptr [rsi]
        movzx r8d, byte ptr [rsi+rdx-1]
        test dl, 2
        jz 9f
        movzx r9d, byte ptr [rsi+1]
        mov [rdi+1], r9b
9:      mov [rdi], cl
        mov [rdi+rdx-1], r8b
6:      ret
7:      mov ecx, [rsi]
        mov r8d, [rsi+rdx-4]
        mov [rdi], ecx
        mov [rdi+rdx-4], r8d
        ret
8:      mov rcx, [rsi]
        mov r8, [rsi+rdx-8]
        mov [rdi], rcx
        mov [rdi+rdx-8], r8
        ret
.section .note.GNU-stack,"",@progbits
