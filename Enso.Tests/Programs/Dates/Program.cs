using System.Globalization;

// Dates and times, none of them the present one.
DateTime date = new(2024, 2, 29, 13, 45, 30, 123, DateTimeKind.Utc);
Console.WriteLine(date.ToString("O", CultureInfo.InvariantCulture) + " " + date.DayOfWeek + " " + date.DayOfYear);
foreach (string format in new[] { "d", "D", "f", "g", "G", "m", "r", "s", "t", "u", "y", "yyyy-MM-dd'T'HH:mm:ss.fff", "ddd d MMM yy, h:mm tt" })
{
    Console.WriteLine($"{format}: {date.ToString(format, CultureInfo.InvariantCulture)}");
}
Console.WriteLine(date.AddYears(1).ToString("d", CultureInfo.InvariantCulture) + " " + date.AddMonths(-1).Day + " " + (date.AddDays(1) - date).TotalHours);
Console.WriteLine(DateTime.ParseExact("31.12.1999 23:59", "dd.MM.yyyy HH:mm", CultureInfo.InvariantCulture).Ticks);
Console.WriteLine(DateTime.TryParse("2024-13-01", CultureInfo.InvariantCulture, out _));
DateTimeOffset offset = new(2024, 7, 1, 12, 0, 0, TimeSpan.FromHours(5.5));
Console.WriteLine($"{offset:O} {offset.UtcDateTime:HH:mm} {offset.ToUnixTimeSeconds()}");
Console.WriteLine(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123).ToString("O", CultureInfo.InvariantCulture));
DateOnly day = new(1900, 3, 1);
Console.WriteLine($"{day.AddDays(-1):yyyy-MM-dd} {day.DayNumber} {DateTime.IsLeapYear(1900)} {DateTime.IsLeapYear(2000)} {DateTime.DaysInMonth(2023, 2)}");
TimeOnly time = new(23, 30);
Console.WriteLine($"{time.AddHours(1):HH:mm} {time.IsBetween(new(22, 0), new(1, 0))}");
TimeSpan span = new(1, 2, 3, 4, 5);
Console.WriteLine($"{span} {span:hh\\:mm} {span.TotalSeconds} {TimeSpan.Parse("-1.02:03:04", CultureInfo.InvariantCulture).Negate()} {TimeSpan.FromMinutes(90) / 2}");
Console.WriteLine(TimeZoneInfo.Utc.GetUtcOffset(date) + " " + TimeZoneInfo.ConvertTime(offset, TimeZoneInfo.Utc).ToString("HH:mm", CultureInfo.InvariantCulture));
Console.WriteLine(ISOWeek.GetWeekOfYear(new DateTime(2021, 1, 3)) + " " + new GregorianCalendar().GetWeekOfYear(date, CalendarWeekRule.FirstDay, DayOfWeek.Monday));
Console.WriteLine(new JulianCalendar().ToDateTime(1752, 9, 2, 0, 0, 0, 0).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
Console.WriteLine(DateTime.UnixEpoch < DateTime.UtcNow && DateTime.UtcNow.Kind == DateTimeKind.Utc && DateTime.MaxValue.Year == 9999);
