using System.Globalization;

namespace Enso.Tests.InKernel.Tests.Time;

/// <summary>Dates and times: arithmetic, text, and the calendar, against facts from outside .NET.</summary>
internal static class DateTimeTests
{
    [KernelTest]
    internal static void Known_days_have_their_known_weekdays()
    {
        (int Year, int Month, int Day, DayOfWeek Weekday, int OfYear)[] known =
        [
            (1969, 7, 20, DayOfWeek.Sunday, 201),
            (1970, 1, 1, DayOfWeek.Thursday, 1),
            (2000, 2, 29, DayOfWeek.Tuesday, 60),
            (1900, 3, 1, DayOfWeek.Thursday, 60),
            (2024, 12, 31, DayOfWeek.Tuesday, 366),
            (1, 1, 1, DayOfWeek.Monday, 1),
            (9999, 12, 31, DayOfWeek.Friday, 365),
        ];
        foreach ((int year, int month, int day, DayOfWeek weekday, int ofYear) in known)
        {
            DateTime date = new(year, month, day);
            Check.Equal(weekday, date.DayOfWeek);
            Check.Equal(ofYear, date.DayOfYear);
            Check.Equal(new DateOnly(year, month, day).DayNumber, (int)(date.Ticks / TimeSpan.TicksPerDay));
        }
        Check.That(DateTime.IsLeapYear(2000) && DateTime.IsLeapYear(2024));
        Check.That(!DateTime.IsLeapYear(1900) && !DateTime.IsLeapYear(2023));
    }

    [KernelTest]
    internal static void Days_from_the_civil_calendar_agree_with_an_algorithm_of_their_own()
    {
        // Howard Hinnant, chrono-Compatible Low-Level Date Algorithms: days since 1970-01-01.
        static int Days(int y, int m, int d)
        {
            y -= m <= 2 ? 1 : 0;
            int era = (y >= 0 ? y : y - 399) / 400;
            int yearOfEra = y - (era * 400);
            int dayOfYear = (((153 * (m > 2 ? m - 3 : m + 9)) + 2) / 5) + d - 1;
            return (era * 146097) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear - 719468;
        }
        Random random = new(4711);
        for (int i = 0; i < 2000; i++)
        {
            DateTime date = DateTime.UnixEpoch.AddDays(random.Next(-700_000, 2_900_000));
            Check.Equal((int)(date - DateTime.UnixEpoch).TotalDays, Days(date.Year, date.Month, date.Day));
        }
    }

    [KernelTest]
    internal static void Arithmetic_keeps_to_the_ends_of_months_and_of_time()
    {
        DateTime date = new(2024, 1, 31, 23, 59, 59, 999, DateTimeKind.Utc);
        Check.Equal(new DateTime(2024, 2, 29, 23, 59, 59, 999), date.AddMonths(1));
        Check.Equal(new DateTime(2023, 2, 28, 23, 59, 59, 999), date.AddMonths(-11));
        Check.Equal(new DateTime(2024, 2, 1, 0, 0, 0, 0), date.AddMilliseconds(1));
        Check.Equal(new DateTime(2025, 2, 28), new DateTime(2024, 2, 29).AddYears(1));
        Check.Equal(DateTimeKind.Utc, date.AddDays(1).Kind);
        Check.Throws<ArgumentOutOfRangeException>(() => DateTime.MaxValue.AddTicks(1));
        Check.Throws<ArgumentOutOfRangeException>(() => GC.KeepAlive(new DateTime(2023, 2, 29)));
        Check.Equal(new TimeSpan(366, 0, 0, 0), new DateTime(2025, 1, 1) - new DateTime(2024, 1, 1));
        Check.Equal(1_000_000_000L, new DateTimeOffset(2001, 9, 9, 1, 46, 40, TimeSpan.Zero).ToUnixTimeSeconds());
        Check.Equal(DateTimeOffset.FromUnixTimeMilliseconds(-1), DateTimeOffset.UnixEpoch.AddMilliseconds(-1));
    }

    [KernelTest]
    internal static void Dates_are_written_and_read_in_every_standard_form()
    {
        DateTime date = new(2009, 6, 15, 13, 45, 30, 617, DateTimeKind.Utc);
        CultureInfo invariant = CultureInfo.InvariantCulture;
        (string Format, string Text)[] forms =
        [
            ("d", "06/15/2009"), ("D", "Monday, 15 June 2009"), ("f", "Monday, 15 June 2009 13:45"),
            ("F", "Monday, 15 June 2009 13:45:30"), ("g", "06/15/2009 13:45"), ("G", "06/15/2009 13:45:30"),
            ("M", "June 15"), ("O", "2009-06-15T13:45:30.6170000Z"), ("R", "Mon, 15 Jun 2009 13:45:30 GMT"),
            ("s", "2009-06-15T13:45:30"), ("t", "13:45"), ("T", "13:45:30"), ("u", "2009-06-15 13:45:30Z"),
            ("Y", "2009 June"), ("yy-M-d h:m:s tt ff", "09-6-15 1:45:30 PM 61"), ("ddd dd MMM yyyy K", "Mon 15 Jun 2009 Z"),
            ("FFFFFF", "617"), ("\\h'our' HH", "hour 13"),
        ];
        foreach ((string format, string text) in forms)
        {
            Check.Equal(text, date.ToString(format, invariant));
        }
        Check.Equal(date, DateTime.Parse("2009-06-15T13:45:30.617Z", invariant, DateTimeStyles.RoundtripKind));
        Check.Equal(date, DateTime.ParseExact("Mon, 15 Jun 2009 13:45:30 GMT", "R", invariant).AddMilliseconds(617));
        Check.That(!DateTime.TryParse("2009-02-30", invariant, out _));
        DateTimeOffset offset = DateTimeOffset.ParseExact("15.06.2009 15:45 +02:00", "dd.MM.yyyy HH:mm zzz", invariant);
        Check.Equal(new DateTimeOffset(2009, 6, 15, 13, 45, 0, TimeSpan.Zero), offset);
        Check.Equal("2009-06-15T15:45:00.0000000+02:00", offset.ToString("O"));
        Check.Throws<FormatException>(() => DateTime.Parse("next Tuesday", invariant));
    }

    [KernelTest]
    internal static void Offsets_compare_as_moments_and_keep_their_own_clock()
    {
        DateTimeOffset a = new(2024, 5, 1, 12, 0, 0, TimeSpan.FromHours(2));
        DateTimeOffset b = new(2024, 5, 1, 15, 30, 0, new TimeSpan(5, 30, 0));
        Check.Equal(a, b);
        Check.That(!a.EqualsExact(b));
        Check.Equal(10, a.UtcDateTime.Hour);
        Check.Equal(new DateTime(2024, 5, 1, 5, 0, 0), a.ToOffset(TimeSpan.FromHours(-5)).DateTime);
        Check.Throws<ArgumentOutOfRangeException>(() => GC.KeepAlive(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.FromHours(15))));
        Check.Equal(a.GetHashCode(), b.GetHashCode());
    }

    [KernelTest]
    internal static void Time_spans_add_scale_write_and_read()
    {
        TimeSpan span = new(1, 2, 3, 4, 5);
        Check.Equal("1.02:03:04.0050000", span.ToString());
        Check.Equal("1:2:03:04.005", span.ToString("g", CultureInfo.InvariantCulture));
        Check.Equal(span, TimeSpan.Parse("1.02:03:04.005", CultureInfo.InvariantCulture));
        Check.Equal(-span, TimeSpan.ParseExact("-1.02:03:04.0050000", "c", CultureInfo.InvariantCulture));
        Check.Equal(93784.005, span.TotalSeconds);
        Check.Equal(TimeSpan.FromHours(1.5), TimeSpan.FromMinutes(45) * 2);
        Check.Equal(1.5, TimeSpan.FromMinutes(45) / TimeSpan.FromMinutes(30));
        Check.Equal(TimeSpan.FromSeconds(1, 250), TimeSpan.FromMilliseconds(1250));
        Check.Throws<OverflowException>(() => GC.KeepAlive(TimeSpan.MinValue.Negate()));
        Check.Throws<OverflowException>(() => TimeSpan.Parse("1.24:00:00", CultureInfo.InvariantCulture));
    }

    [KernelTest]
    internal static void Dates_alone_and_times_alone_do_their_own_arithmetic()
    {
        DateOnly date = new(2024, 2, 28);
        Check.Equal(new DateOnly(2024, 3, 1), date.AddDays(2));
        Check.Equal("2024-02-28", date.ToString("o"));
        Check.Equal(date, DateOnly.ParseExact("28/02/24", "dd/MM/yy", CultureInfo.InvariantCulture));
        Check.Equal(new DateTime(2024, 2, 28, 6, 30, 0), date.ToDateTime(new TimeOnly(6, 30)));
        TimeOnly time = new(23, 15);
        Check.Equal(new TimeOnly(1, 15), time.AddHours(2, out int days));
        Check.Equal(1, days);
        Check.That(new TimeOnly(0, 30).IsBetween(new TimeOnly(23, 0), new TimeOnly(1, 0)));
        Check.Equal(TimeSpan.FromHours(2), new TimeOnly(1, 0) - new TimeOnly(23, 0));
        Check.Equal("23:15", time.ToString("t", CultureInfo.InvariantCulture));
        (int hour, int minute) = time;
        Check.Equal((23, 15), (hour, minute));
    }

    [KernelTest]
    internal static void Weeks_and_other_calendars_are_counted_right()
    {
        // ISO 8601: 2020-12-31 is in week 53 of 2020, 2021-01-03 too, 2021-01-04 begins week 1.
        Check.Equal(53, ISOWeek.GetWeekOfYear(new DateTime(2021, 1, 3)));
        Check.Equal(2020, ISOWeek.GetYear(new DateTime(2021, 1, 3)));
        Check.Equal(1, ISOWeek.GetWeekOfYear(new DateTime(2021, 1, 4)));
        Check.Equal(53, ISOWeek.GetWeeksInYear(2020));
        // Orthodox Christmas 2024 on 7 January is 25 December of the Julian calendar.
        JulianCalendar julian = new();
        DateTime christmas = new(2024, 1, 7);
        Check.Equal((2023, 12, 25), (julian.GetYear(christmas), julian.GetMonth(christmas), julian.GetDayOfMonth(christmas)));
        // Rosh Hashanah 5785 began on 3 October 2024.
        HebrewCalendar hebrew = new();
        Check.Equal(5785, hebrew.GetYear(new DateTime(2024, 10, 3)));
        Check.Equal(1, hebrew.GetDayOfYear(new DateTime(2024, 10, 3)));
        Check.Equal(2567, new ThaiBuddhistCalendar().GetYear(new DateTime(2024, 1, 1)));
    }
}
