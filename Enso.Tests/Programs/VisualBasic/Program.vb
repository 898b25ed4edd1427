Imports System
Imports System.Collections.Generic
Imports System.Linq

' Visual Basic: its loops, its queries, its late and early binding.
Module Program
    Private Enum Suit
        Clubs
        Hearts
    End Enum

    Private Class Account
        Public Property Owner As String = ""
        Public ReadOnly Property Balance As Decimal

        Public Event Changed(amount As Decimal)

        Public Sub Pay(amount As Decimal)
            _Balance += amount
            RaiseEvent Changed(amount)
        End Sub
    End Class

    Function Main(arguments As String()) As Integer
        Dim account As New Account With {.Owner = "Ada"}
        AddHandler account.Changed, Sub(amount) Console.WriteLine($"changed by {amount}")
        account.Pay(12.5D)
        account.Pay(-2D)
        Console.WriteLine($"{account.Owner}: {account.Balance}")

        Dim words = {"pear", "fig", "apple", "date"}
        Dim query = From word In words Where word.Length > 3 Order By word Select word.ToUpperInvariant()
        Console.WriteLine(String.Join(" ", query))

        For i = 10 To 1 Step -3
            Console.Write($"{i} ")
        Next
        Console.WriteLine()

        Select Case words.Length
            Case 1 To 3
                Console.WriteLine("few")
            Case Is > 3
                Console.WriteLine("many")
        End Select

        Dim numbers As New Dictionary(Of Suit, Integer) From {{Suit.Hearts, 3}, {Suit.Clubs, 4}}
        Console.WriteLine(numbers(Suit.Hearts) \ 2 & " " & 7 Mod 4 & " " & 2 ^ 10)
        Console.WriteLine(If(numbers.ContainsKey(Suit.Clubs), "clubs", "none"))

        Try
            Dim zero = 0
            Console.WriteLine(1 \ zero)
        Catch problem As DivideByZeroException When words.Length = 4
            Console.WriteLine("division by zero")
        Finally
            Console.WriteLine("finally")
        End Try

        Dim text As String = Nothing
        Console.WriteLine(text?.Length.ToString() Is Nothing)
        Return 11
    End Function
End Module
