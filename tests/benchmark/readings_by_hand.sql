-- Monthly totals of quarter-hours of 2026 in Seoul, written by hand for the files of one store.
--
-- Whoever writes it knows his files: tables `interval_file`, `counter_file` and `later_file` say, by place in the list,
-- which meter and which import a file is of (later ones correct earlier ones); `counter` holds the modulus; `month` the
-- months. {intervals}, {counters} and {later} are the lists of files. It needs no window and no group where rows are
-- looked up in the few corrections, no join of time ranges but for the few steps over the end of a month, and no time
-- zone but the nine hours of Seoul.
WITH later AS MATERIALIZED (
    SELECT file.meter, file.part, part.start
    FROM read_parquet({later}) AS part JOIN later_file AS file ON file.number = part.file_index
),
amount AS (
    SELECT file.meter, month(make_timestamp((part.start + 32400) * 1000000))::INTEGER AS month,
        quality = 1 AS is_estimated, count(*) AS slots, sum(value) AS amount, 0 AS resets
    FROM read_parquet({intervals}) AS part JOIN interval_file AS file ON file.number = part.file_index
    ANTI JOIN later ON later.start = part.start AND later.meter = file.meter AND later.part > file.part
    WHERE quality <> 2 GROUP BY ALL
),
standing AS (
    SELECT file.meter, part.start, part.value, part.quality
    FROM read_parquet({counters}) AS part JOIN counter_file AS file ON file.number = part.file_index
    ANTI JOIN later ON later.start = part.start AND later.meter = file.meter AND later.part > file.part
    WHERE quality <> 2
),
pair AS (
    SELECT meter, lag(start) OVER time AS start, start AS stop, value - lag(value) OVER time AS risen,
        quality = 1 OR lag(quality) OVER time = 1 AS is_guessed
    FROM standing WINDOW time AS (PARTITION BY meter ORDER BY start)
),
step AS (
    SELECT meter, start, stop, is_guessed OR stop - start > 900 AS is_estimated,
        CASE WHEN risen >= -1e-6 THEN greatest(risen, 0)
        WHEN risen + modulus >= 0 AND risen + modulus < modulus / 2 THEN risen + modulus END AS amount
    FROM pair JOIN counter USING (meter) WHERE start IS NOT NULL
),
placed AS (
    SELECT *, month(make_timestamp((stop - 900 + 32400) * 1000000))::INTEGER AS month,
        CASE WHEN stop - start > 900 THEN month(make_timestamp((start + 32400) * 1000000)) <> month ELSE false END
            AS is_crossing
    FROM step
),
counted AS MATERIALIZED (
    SELECT meter, month, is_estimated, sum((stop - start) // 900) FILTER (amount IS NOT NULL AND NOT is_crossing) AS slots,
        sum(amount) FILTER (NOT is_crossing) AS amount, count(*) FILTER (amount IS NULL) AS resets,
        list({{'start': start, 'stop': stop, 'amount': amount}}) FILTER (is_crossing AND amount IS NOT NULL) AS crossing
    FROM placed GROUP BY ALL
),
shared AS (
    SELECT meter, month.number AS month, is_estimated,
        (least(step.stop, month.stop) - greatest(step.start, month.start)) // 900 AS slots,
        step.amount * slots / ((step.stop - step.start) // 900) AS amount, 0 AS resets
    FROM (SELECT meter, is_estimated, unnest(crossing) AS step FROM counted) AS crossed
    JOIN month ON step.start < month.stop AND step.stop > month.start
),
found AS (
    SELECT meter, month, is_estimated, slots, amount, resets FROM amount
    UNION ALL SELECT meter, month, is_estimated, slots, amount, resets FROM counted
    UNION ALL SELECT meter, month, is_estimated, slots, amount, resets FROM shared
)
SELECT meter, month.number AS month, any_value(month.stop - month.start) // 900 AS expected,
    any_value(month.stop - month.start) // 900 - coalesce(sum(slots), 0)::BIGINT AS missing,
    coalesce(sum(slots) FILTER (NOT is_estimated), 0)::BIGINT AS measured_slots,
    coalesce(sum(slots) FILTER (is_estimated), 0)::BIGINT AS estimated_slots,
    coalesce(sum(amount) FILTER (NOT is_estimated), 0) AS measured,
    coalesce(sum(amount) FILTER (is_estimated), 0) AS estimated,
    sum(resets)::BIGINT AS resets
FROM found JOIN month ON month.number = found.month GROUP BY meter, month.number ORDER BY meter, month
