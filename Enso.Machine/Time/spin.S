# .NET's Thread.SpinWait, put in the place of the runtime's function by the linker (--wrap). See SpinWaiting.cs.
#
# In assembly, because it is called with the thread in cooperative mode: a collector that finds a thread here must take it
# for the runtime's own code, and lower C# lies among managed code.
.intel_syntax noprefix

.section .bss.enso.spin,"aw",@nobits
.balign 16
enso_spin_rates_storage:
        .skip 16                        # ticks of an iteration (32.32); ticks of a pause

.section .text.enso.spin,"ax",@progbits
.balign 16
.global enso_spin_rates
.type enso_spin_rates,@function
enso_spin_rates:
        lea rax, [rip + enso_spin_rates_storage]
        ret

# void RhSpinWait(int iterations)
.balign 16
.global __wrap_RhSpinWait
.type __wrap_RhSpinWait,@function
__wrap_RhSpinWait:
        rdtsc
        shl rdx, 32
        or rax, rdx
        mov r8, rax                     # start
        xor eax, eax
        test edi, edi
        cmovg eax, edi
        mul qword ptr [rip + enso_spin_rates_storage]
        shrd rax, rdx, 32
        mov r9, rax                     # how long
        mov r10, [rip + enso_spin_rates_storage + 8]
1:      rdtsc
        shl rdx, 32
        or rax, rdx
        sub rax, r8
        mov rcx, r9
        sub rcx, rax
        jbe 3f
        cmp rcx, r10
        jb 1b                           # a pause would take too long
        pause
        jmp 1b
3:      ret
.section .note.GNU-stack,"",@progbits
