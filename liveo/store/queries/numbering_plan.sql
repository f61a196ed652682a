-- Which ranges of numbers exist? Grain: one row per range. Order: prefix, digits.
select *
from numbering_plan
order by prefix, digits_min
