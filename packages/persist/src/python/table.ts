/** An application in Python Burr's table; an empty partition key stands for none. */
export interface TableKey {
  readonly partitionKey: string;
  readonly appId: string;
}

/** Sequence ids, both included. */
export interface SequenceRange {
  readonly first: number;
  readonly last: number;
}

/** What is asked of Python Burr's table; each database has its own SQL for it. Rows are as the client gives them. */
export interface PythonTable {
  readonly name: string;
  /** The row, with the columns of `readRow`, with the highest sequence id of the range; of several, the last to be written. */
  lastRow(key: TableKey, range: SequenceRange): Promise<unknown>;
  /** The app_id of the application of the partition that was written last. */
  lastApp(partitionKey: string): Promise<unknown>;
  /** The app_id of each application of the partition, the last to be written first. */
  apps(partitionKey: string): Promise<readonly unknown[]>;
}
