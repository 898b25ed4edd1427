# What the unwinder must know of the runtime's assembly.

        .intel_syntax noprefix
        .text

# ulong enso_fault_thrower_address(void): the runtime's own label behind the only call of RhpThrowHwEx, which
# makes an exception of a fault.
        .global enso_fault_thrower_address
        .type enso_fault_thrower_address, @function
enso_fault_thrower_address:
        .cfi_startproc
        lea rax, [rip + RhpThrowHwEx2]
        ret
        .cfi_endproc
        .size enso_fault_thrower_address, . - enso_fault_thrower_address

        .section .note.GNU-stack,"",@progbits
