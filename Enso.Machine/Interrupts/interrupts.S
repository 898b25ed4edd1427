# Interrupt and exception entry. Every vector enters on an IST stack (the code interrupted may be using the
# red zone below its stack pointer). The frame that C# sees is InterruptFrame (InterruptFrame.cs): keep in step.
.intel_syntax noprefix
.set XMM_BYTES, 256

.section .text.enso.interrupts,"ax",@progbits
.macro STUB number
stub\number:
 .if !((\number==8) || (\number>=10 && \number<=14) || (\number==17) || (\number==21) || (\number==29) || (\number==30))
        push 0
 .endif
        push \number
        jmp interrupt_common
.endm
.altmacro
.set i,0
.rept 256
        STUB %i
        .set i,i+1
.endr
.noaltmacro

.type interrupt_common,@function
interrupt_common:
        .cfi_startproc simple
        .cfi_signal_frame
        .cfi_def_cfa rsp, 56
        .cfi_offset rip, -40
        .cfi_offset rsp, -16
        push rax
        push rcx
        push rdx
        push rbx
        push rbp
        push rsi
        push rdi
        push r8
        push r9
        push r10
        push r11
        push r12
        push r13
        push r14
        push r15
        .cfi_def_cfa rsp, 176
        .cfi_offset rax, -64
        .cfi_offset rcx, -72
        .cfi_offset rdx, -80
        .cfi_offset rbx, -88
        .cfi_offset rbp, -96
        .cfi_offset rsi, -104
        .cfi_offset rdi, -112
        .cfi_offset r8, -120
        .cfi_offset r9, -128
        .cfi_offset r10, -136
        .cfi_offset r11, -144
        .cfi_offset r12, -152
        .cfi_offset r13, -160
        .cfi_offset r14, -168
        .cfi_offset r15, -176
        cld
        mov rdi, rsp
        mov rbx, rsp
        .cfi_def_cfa_register rbx
        # C# compiled for this kernel uses XMM registers and no wider ones: those sixteen are all that it can
        # change. The whole extended state is saved only when the thread is switched or signalled (below).
        sub rsp, XMM_BYTES
        and rsp, -16
        movaps [rsp+0x00], xmm0
        movaps [rsp+0x10], xmm1
        movaps [rsp+0x20], xmm2
        movaps [rsp+0x30], xmm3
        movaps [rsp+0x40], xmm4
        movaps [rsp+0x50], xmm5
        movaps [rsp+0x60], xmm6
        movaps [rsp+0x70], xmm7
        movaps [rsp+0x80], xmm8
        movaps [rsp+0x90], xmm9
        movaps [rsp+0xa0], xmm10
        movaps [rsp+0xb0], xmm11
        movaps [rsp+0xc0], xmm12
        movaps [rsp+0xd0], xmm13
        movaps [rsp+0xe0], xmm14
        movaps [rsp+0xf0], xmm15
        call enso_interrupt
        movaps xmm0, [rsp+0x00]
        movaps xmm1, [rsp+0x10]
        movaps xmm2, [rsp+0x20]
        movaps xmm3, [rsp+0x30]
        movaps xmm4, [rsp+0x40]
        movaps xmm5, [rsp+0x50]
        movaps xmm6, [rsp+0x60]
        movaps xmm7, [rsp+0x70]
        movaps xmm8, [rsp+0x80]
        movaps xmm9, [rsp+0x90]
        movaps xmm10, [rsp+0xa0]
        movaps xmm11, [rsp+0xb0]
        movaps xmm12, [rsp+0xc0]
        movaps xmm13, [rsp+0xd0]
        movaps xmm14, [rsp+0xe0]
        movaps xmm15, [rsp+0xf0]
        test rax, rax
        jnz leave_to_thread
        mov rsp, rbx
        jmp restore

# RAX: a copy of the frame on the interrupted thread's own stack, whose vector field holds the address of a
# save area. Save the extended state there, leave the IST stack, and let C# switch threads or run signal
# handlers as that thread; then resume from the copy.
leave_to_thread:
        mov rbx, rax
        mov rdi, [rbx+120]
        mov eax, -1
        mov edx, -1
        cmp byte ptr enso_has_xsave[rip], 0
        je 1f
        xsave64 [rdi]
        jmp 2f
1:      fxsave64 [rdi]
2:      mov rsp, rbx
        mov rdi, rbx
        call enso_on_thread
        mov rdi, [rbx+120]
        mov eax, -1
        mov edx, -1
        cmp byte ptr enso_has_xsave[rip], 0
        je 3f
        xrstor64 [rdi]
        jmp 4f
3:      fxrstor64 [rdi]
4:      mov rsp, rbx
restore:
        .cfi_def_cfa rsp, 176
        pop r15
        pop r14
        pop r13
        pop r12
        pop r11
        pop r10
        pop r9
        pop r8
        pop rdi
        pop rsi
        pop rbp
        pop rbx
        pop rdx
        pop rcx
        pop rax
        add rsp, 16
        iretq
        .cfi_endproc

# Enters the interrupt path so that a pending signal is delivered to the caller (vector 0xEF). Its address is
# also what a signal handler is shown when the thread is inside lower code, which the runtime must not unwind.
.global enso_take_signals
.type enso_take_signals,@function
enso_take_signals:
        .cfi_startproc
        int 0xEF
        ret
        .cfi_endproc
.global enso_take_signals_address
enso_take_signals_address:
        lea rax, enso_take_signals[rip]
        ret
.global enso_vector_stubs
enso_vector_stubs:
        lea rax, vector_stubs[rip]
        ret
.global enso_set_has_xsave
enso_set_has_xsave:
        mov enso_has_xsave[rip], dil
        ret

.section .rodata.enso.vectors,"a",@progbits
.balign 8
vector_stubs:
.altmacro
.macro STUB_ADDRESS number
        .quad stub\number
.endm
.set i,0
.rept 256
        STUB_ADDRESS %i
        .set i,i+1
.endr
.noaltmacro
.bss
enso_has_xsave: .skip 8
.section .note.GNU-stack,"",@progbits
