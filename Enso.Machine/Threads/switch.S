# Switching between threads: an ordinary function call that returns on another stack. Only what the calling
# convention lets the callee keep is saved; a preempted thread's whole state lies above, on its own stack.
.intel_syntax noprefix
.section .text.enso.threads,"ax",@progbits

# void enso_switch(ulong* savedStack, ulong newStack)
.global enso_switch
.type enso_switch,@function
enso_switch:
        .cfi_startproc
        push rbp
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset rbp, 0
        push rbx
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset rbx, 0
        push r12
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset r12, 0
        push r13
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset r13, 0
        push r14
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset r14, 0
        push r15
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset r15, 0
        mov [rdi], rsp
        mov rsp, rsi
        pop r15
        .cfi_adjust_cfa_offset -8
        pop r14
        .cfi_adjust_cfa_offset -8
        pop r13
        .cfi_adjust_cfa_offset -8
        pop r12
        .cfi_adjust_cfa_offset -8
        pop rbx
        .cfi_adjust_cfa_offset -8
        pop rbp
        .cfi_adjust_cfa_offset -8
        ret
        .cfi_endproc

# A new thread's first instruction: RBX = function, R12 = argument (set by Thread.PrepareStack).
.type enso_thread_entry,@function
enso_thread_entry:
        .cfi_startproc
        .cfi_undefined rip
        call enso_thread_begin          # finishes the switch and enables interrupts
        mov rdi, r12
        call rbx
        mov rdi, rax
        call enso_thread_end
        ud2
        .cfi_endproc
.global enso_thread_entry_address
enso_thread_entry_address:
        lea rax, enso_thread_entry[rip]
        ret

# void enso_enter_stack(ulong stackTop, function): leaves the current stack for good.
.global enso_enter_stack
.type enso_enter_stack,@function
enso_enter_stack:
        .cfi_startproc
        .cfi_undefined rip
        mov rsp, rdi
        xor ebp, ebp
        call rsi
        ud2
        .cfi_endproc
.section .note.GNU-stack,"",@progbits
