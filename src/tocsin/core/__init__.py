"""The words of the house: codes, periods, units, money, markings, tables, errors, registry, clock."""
