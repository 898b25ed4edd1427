# Where the tables of linked libraries lie (Boot/kernel.ld, LibrarySymbols.cs).
.text
.global enso_libraries_start_address
enso_libraries_start_address:
        leaq enso_libraries_start(%rip), %rax
        ret
.global enso_libraries_end_address
enso_libraries_end_address:
        leaq enso_libraries_end(%rip), %rax
        ret
.section .note.GNU-stack,"",@progbits
