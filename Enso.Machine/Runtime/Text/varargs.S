# The C functions with a variable argument list. Each keeps the argument registers where a va_list
# finds them (System V AMD64 ABI, figure 3.33), builds the va_list and calls the function that takes
# one. Lower C# cannot do this: its compiler has no such functions, and the address that it gives of
# a parameter may be that of a copy.
.intel_syntax noprefix
.section .text.enso.varargs,"ax",@progbits

.set VA_LIST, 0                         # VariableArguments in VariableArguments.cs, 24 bytes
.set SAVE_AREA, 32                      # six integer registers, then eight vector registers
.set SAVE_VECTORS, SAVE_AREA + 6 * 8
.set FRAME, SAVE_VECTORS + 8 * 16       # 208: with RBP and the return address RSP stays aligned to 16

# name: the function; target: the one that takes a va_list; named: how many parameters come before
# the variable ones; last: the register in which the target takes the va_list.
.macro VARIADIC name, target, named, last
.balign 16
.global \name
.type \name,@function
\name:
        .cfi_startproc
        push rbp
        .cfi_def_cfa_offset 16
        .cfi_offset rbp, -16
        mov rbp, rsp
        .cfi_def_cfa_register rbp
        sub rsp, FRAME
        mov [rsp + SAVE_AREA], rdi
        mov [rsp + SAVE_AREA + 8], rsi
        mov [rsp + SAVE_AREA + 16], rdx
        mov [rsp + SAVE_AREA + 24], rcx
        mov [rsp + SAVE_AREA + 32], r8
        mov [rsp + SAVE_AREA + 40], r9
        test al, al                     # an upper bound on the vector registers in use
        jz 1f
        movaps [rsp + SAVE_VECTORS], xmm0
        movaps [rsp + SAVE_VECTORS + 16], xmm1
        movaps [rsp + SAVE_VECTORS + 32], xmm2
        movaps [rsp + SAVE_VECTORS + 48], xmm3
        movaps [rsp + SAVE_VECTORS + 64], xmm4
        movaps [rsp + SAVE_VECTORS + 80], xmm5
        movaps [rsp + SAVE_VECTORS + 96], xmm6
        movaps [rsp + SAVE_VECTORS + 112], xmm7
1:
        mov dword ptr [rsp + VA_LIST], 8 * \named
        mov dword ptr [rsp + VA_LIST + 4], 6 * 8
        lea rax, [rbp + 16]             # above the saved RBP and the return address
        mov [rsp + VA_LIST + 8], rax
        lea rax, [rsp + SAVE_AREA]
        mov [rsp + VA_LIST + 16], rax
        lea \last, [rsp + VA_LIST]
        call \target
        leave
        .cfi_def_cfa rsp, 8
        ret
        .cfi_endproc
.size \name, . - \name
.endm

VARIADIC printf, vprintf, 1, rsi
VARIADIC fprintf, vfprintf, 2, rdx
VARIADIC sprintf, vsprintf, 2, rdx
VARIADIC snprintf, vsnprintf, 3, rcx
VARIADIC asprintf, vasprintf, 2, rdx
VARIADIC sscanf, vsscanf, 2, rdx
VARIADIC syslog, vsyslog, 2, rdx
# What glibc's headers put in their place: FortifiedSymbols.cs, and sscanf as the C standards since 1999 have it.
VARIADIC __fprintf_chk, __vfprintf_chk, 3, rcx
VARIADIC __sprintf_chk, __vsprintf_chk, 4, r8
VARIADIC __snprintf_chk, __vsnprintf_chk, 5, r9
VARIADIC __isoc99_sscanf, vsscanf, 2, rdx
VARIADIC __isoc23_sscanf, vsscanf, 2, rdx

.section .note.GNU-stack,"",@progbits
