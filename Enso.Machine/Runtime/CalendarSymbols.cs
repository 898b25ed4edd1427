using System.Runtime;

namespace Enso.Machine.Runtime;

/// <summary>Calendar time (ISO C <c>time.h</c>). The local zone is UTC, so <c>mktime</c> is <c>timegm</c>.</summary>
internal static unsafe class CalendarSymbols
{
    private const int Overflow = 75; // EOVERFLOW
    private const long SecondsPerDay = 86400;

    // The calendar repeats after 400 years. An era begins on 1 March of a year that 400 divides, so that a leap day is
    // the last day of the era's year that it belongs to.
    private const long DaysPerEra = 146097;
    private const long YearsPerEra = 400;
    private const long DaysFromEraToEpoch = 719468; // 0000-03-01 to 1970-01-01
    private const int March = 2; // tm_mon counts from 0
    private const int MonthsPerYear = 12;
    private const int TmYearZero = 1900;

    /// <summary><c>struct tm</c> of Linux.</summary>
    internal struct BrokenDownTime
    {
        /// <summary>0 to 60.</summary>
        public int Second;

        /// <summary>0 to 59.</summary>
        public int Minute;

        /// <summary>0 to 23.</summary>
        public int Hour;

        /// <summary>Day of the month, from 1.</summary>
        public int Day;

        /// <summary>Month, from 0.</summary>
        public int Month;

        /// <summary>Years since 1900.</summary>
        public int Year;

        /// <summary>Day of the week, from Sunday 0.</summary>
        public int WeekDay;

        /// <summary>Day of the year, from 0.</summary>
        public int YearDay;

        /// <summary>Positive in summer time: always 0.</summary>
        public int IsSummer;

        /// <summary>Seconds east of UTC: always 0.</summary>
        public long Offset;

        /// <summary>The zone's name.</summary>
        public byte* Zone;
    }

    /// <summary>Splits seconds since 1970; null (EOVERFLOW) when the year does not fit.</summary>
    [RuntimeExport("gmtime_r")]
    internal static BrokenDownTime* Split(long* time, BrokenDownTime* result)
    {
        long days = FloorDivide(*time, SecondsPerDay);
        long second = *time - (days * SecondsPerDay);
        long era = FloorDivide(days + DaysFromEraToEpoch, DaysPerEra);
        long dayOfEra = days + DaysFromEraToEpoch - (era * DaysPerEra);
        long yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36524) - (dayOfEra / 146096)) / 365;
        long dayFromMarch = dayOfEra - DaysBefore(yearOfEra);
        long monthFromMarch = ((5 * dayFromMarch) + 2) / 153;
        bool isNextYear = monthFromMarch >= MonthsPerYear - March;
        long year = yearOfEra + (era * YearsPerEra) + (isNextYear ? 1 : 0);
        if (year - TmYearZero is < int.MinValue or > int.MaxValue)
        {
            Errno.Fail(Overflow);
            return null;
        }
        bool isLeap = year % 4 == 0 && (year % 100 != 0 || year % YearsPerEra == 0);
        result->Second = (int)(second % 60);
        result->Minute = (int)(second / 60 % 60);
        result->Hour = (int)(second / 3600);
        result->Day = (int)(dayFromMarch - DaysBeforeMonth(monthFromMarch) + 1);
        result->Month = (int)(monthFromMarch + March - (isNextYear ? MonthsPerYear : 0));
        result->Year = (int)(year - TmYearZero);
        result->WeekDay = (int)(days + 4 - (FloorDivide(days + 4, 7) * 7)); // 1970-01-01 was a Thursday
        result->YearDay = (int)(isNextYear ? dayFromMarch - 306 : dayFromMarch + 59 + (isLeap ? 1 : 0));
        result->IsSummer = 0;
        result->Offset = 0;
        result->Zone = Pointers.Of("UTC\0"u8);
        return result;
    }

    /// <summary>Joins a broken-down time to seconds since 1970 and normalises its fields, which may be out of their
    /// ranges; -1 (EOVERFLOW) when the normal year does not fit.</summary>
    [RuntimeExport("timegm")]
    internal static long Join(BrokenDownTime* time)
    {
        long months = ((long)time->Year * MonthsPerYear) + time->Month;
        long year = FloorDivide(months, MonthsPerYear) + TmYearZero;
        long month = months - (FloorDivide(months, MonthsPerYear) * MonthsPerYear);
        bool isPreviousYear = month < March;
        long yearFromMarch = year - (isPreviousYear ? 1 : 0);
        long era = FloorDivide(yearFromMarch, YearsPerEra);
        long days = (era * DaysPerEra) - DaysFromEraToEpoch
            + DaysBefore(yearFromMarch - (era * YearsPerEra))
            + DaysBeforeMonth(month - March + (isPreviousYear ? MonthsPerYear : 0))
            + time->Day - 1;
        long seconds = (days * SecondsPerDay) + (time->Hour * 3600L) + (time->Minute * 60L) + time->Second;
        BrokenDownTime normal;
        if (Split(&seconds, &normal) == null)
        {
            return -1;
        }
        *time = normal;
        return seconds;
    }

    [RuntimeExport("mktime")]
    private static long JoinLocal(BrokenDownTime* time) => Join(time);

    /// <summary>Days of an era before one of its years, 0 to 399.</summary>
    private static long DaysBefore(long yearOfEra) => (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100);

    /// <summary>Days from 1 March to a month, March being 0: months have 31, 30, 31, 30, 31 days, over and over.
    /// </summary>
    private static long DaysBeforeMonth(long monthFromMarch) => ((153 * monthFromMarch) + 2) / 5;

    private static long FloorDivide(long value, long divisor)
        => (value / divisor) - (value % divisor < 0 ? 1 : 0);
}
