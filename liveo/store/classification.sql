-- Where does each dialled text lead? The set-based twin of liveo/core/destinations.py: change both.
-- Reads:  dialled_numbers (dialled varchar, kind varchar), a temp table, distinct; numbering_plan; numbering_policy.
-- Leaves: classified, a temp table. Grain: one row per (dialled, kind). Columns: number (E.164 or short code, null
--         where none can be read), country, number_class, prefix, label ('' where no range fits), destination or
--         reason: exactly one of the two is null. No parameters. Order: none.
-- Patterns use plain ASCII classes only: \d, \s and case-folding differ between DuckDB and Python.

create or replace temp table classified as
with texts as (
    select distinct coalesce(dialled, '') as dialled
    from dialled_numbers
),

cleaned as (
    select
        dialled,
        case
            when regexp_full_match(dialled, '[+]?[0-9]+') then dialled
            else regexp_replace(
                regexp_replace(
                    replace(replace(replace(
                        regexp_replace(
                            translate(dialled, '０１２３４５６７８９＋', '0123456789+'),
                            '[\t\n\v\f\r ./''<>\-\x{85}\x{a0}\x{ad}\x{2000}-\x{2015}\x{2028}-\x{202f}\x{205f}-\x{2064}\x{2066}-\x{2069}\x{2212}\x{3000}\x{feff}]',
                            '',
                            'g'
                        ),
                        '%2B', '+'), '%2b', '+'), '%23', '#'),
                    '^(?:[Tt][Ee][Ll]|[Ss][Ii][Pp][Ss]?|[Ss][Mm][Ss]|[Ff][Aa][Xx]|[Cc][Aa][Ll][Ll][Tt][Oo]):',
                    ''
                ),
                '[@;?].*$',
                ''
            )
        end as text
    from texts
),

-- Codes that hide the caller, then the international prefix.
opened as (
    select
        dialled,
        text,
        regexp_replace(
            regexp_replace(text, '^(?:[*#]31[#*]|3651(0[0-9]{9,}|[+][0-9]+)$)', '\1'),
            '^[+]?00',
            '+'
        ) as opened_text
    from cleaned
),

-- A trunk zero between parentheses goes, but in Italy, where it belongs to the number.
bare as (
    select
        dialled,
        text,
        regexp_replace(
            replace(replace(
                case
                    when starts_with(opened_text, '+39') or starts_with(opened_text, '39') then opened_text
                    else regexp_replace(opened_text, '^([+]?[1-9][0-9]{0,2})[(]0[)]', '\1')
                end,
                '(', ''), ')', ''),
            '([0-9])#$',
            '\1'
        ) as digits
    from opened
),

judged as (
    select
        dialled,
        digits,
        case
            when regexp_full_match(digits, '[+]?[0-9]+')
                then case when digits[1] not in ('+', '0') and length(digits) between 7 and 9 then 'incomplete_number' end
            when
                regexp_full_match(
                    translate(text, 'ABCDEFGHIJKLMNOPQRSTUVWXYZÉ', 'abcdefghijklmnopqrstuvwxyzé'),
                    'anonymous|anonyme|restricted|withheld|private|privé|prive|masqué|masque|unavailable|unknown|inconnu'
                )
                then 'withheld_number'
            else 'unreadable_number'
        end as refusal
    from bare
),

international as (
    select
        dialled,
        refusal,
        case
            when refusal is null
                then regexp_replace(
                    case
                        when digits[1] = '+' or length(digits) <= 6 and digits[1] != '0' then digits
                        when digits[1] = '0' then '+33' || digits[2:]
                        else '+' || digits
                    end,
                    '^[+](33|262|590|594|596)0([1-9])',
                    '+\1\2'
                )
        end as number
    from judged
),

-- The overseas territories of the French national plan go under their own country codes.
located as (
    select
        dialled,
        refusal,
        case
            when number is null or length(number) != 12 or not starts_with(number, '+33') then number
            when regexp_matches(number, '^[+]33(?:26[239]|268[89]|639|69[23]|7092|7093[5-7])') then '+262' || number[4:]
            when regexp_matches(number, '^[+]33(?:590|5987|69[01]|7090)') then '+590' || number[4:]
            when regexp_matches(number, '^[+]33(?:594|5988|694|7093)') then '+594' || number[4:]
            when regexp_matches(number, '^[+]33(?:596|5989|69[67]|7091)') then '+596' || number[4:]
            when regexp_matches(number, '^[+]33708[45]') then '+508' || number[4:]
            when starts_with(number, '+33508') then '+508' || number[7:]
            else number
        end as number
    from international
),

numbers as (
    select distinct
        number,
        length(number) - starts_with(number, '+')::integer as digits
    from located
    where number is not null
),

-- Every beginning of every number, against the plan: the longest that allows the length of the number wins.
heads as (
    select
        number,
        digits,
        unnest(range(1, least(length(number), (select max(length(prefix)) from numbering_plan)) + 1)) as head_length
    from numbers
),

ranged as (
    select
        heads.number,
        max_by(
            {
                'prefix': plan.prefix,
                'country': plan.country,
                'number_class': plan.number_class,
                'label': plan.label
            },
            heads.head_length
        ) filter (where heads.digits between plan.digits_min and plan.digits_max) as place,
        bool_or(heads.digits < plan.digits_min and plan.number_class != 'unassigned') as waits_for_more
    from heads
    inner join numbering_plan as plan on plan.prefix = left(heads.number, heads.head_length)
    group by heads.number
),

-- Strict beginnings of prefixes: a number that is one of them stops too early.
beginnings as (
    select distinct left(prefix, unnest(range(1, length(prefix)))) as number
    from numbering_plan
),

placed as (
    select
        located.dialled,
        located.number,
        case when ranged.place.number_class != 'unassigned' then ranged.place end as place,
        case
            when located.refusal is not null then located.refusal
            when ranged.place.number_class != 'unassigned' then null
            when not starts_with(located.number, '+') then 'unknown_short_number'
            when beginnings.number is not null or ranged.waits_for_more then 'incomplete_number'
            else 'unknown_prefix'
        end as reason
    from located
    left join ranged on ranged.number = located.number
    left join beginnings on beginnings.number = located.number
)

select
    dialled_numbers.dialled,
    dialled_numbers.kind,
    placed.number,
    coalesce(placed.place.country, '') as country,
    coalesce(placed.place.number_class, '') as number_class,
    coalesce(placed.place.prefix, '') as prefix,
    coalesce(placed.place.label, '') as label,
    policy.destination,
    case
        when placed.reason is null and policy.destination is null then 'no_tariff_for_kind'
        else placed.reason
    end as reason
from dialled_numbers
inner join placed on placed.dialled = coalesce(dialled_numbers.dialled, '')
left join numbering_policy as policy
    on policy.number_class = placed.place.number_class
    and policy.kind = dialled_numbers.kind;
