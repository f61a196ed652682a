-- What is a setting's value? Grain: at most one row. Parameters: $name.
select value
from settings
where name = $name
