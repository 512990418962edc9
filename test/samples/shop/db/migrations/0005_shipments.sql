-- +goose Up
CREATE TABLE shipments (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id bigint NOT NULL REFERENCES orders (id),
    carrier text NOT NULL,
    tracking_code text,
    shipped_at timestamptz
);

CREATE INDEX shipments_order_id_idx ON shipments (order_id);

ALTER TABLE orders ADD COLUMN cancelled_at timestamp without time zone;

-- +goose Down
ALTER TABLE orders DROP COLUMN cancelled_at;
DROP TABLE shipments;
