-- +goose Up
ALTER TABLE orders
    ADD CONSTRAINT orders_customer_id_fkey
    FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE RESTRICT;

-- +goose Down
ALTER TABLE orders DROP CONSTRAINT orders_customer_id_fkey;
