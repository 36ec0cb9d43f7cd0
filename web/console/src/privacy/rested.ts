/** The value once it has rested so many ms: what is typed is not asked for letter by letter. */
import { useEffect, useState } from 'react';

export function useRested<T>(value: T, rest: number): T {
  const [rested, setRested] = useState({ value, said: JSON.stringify(value) });
  const said = JSON.stringify(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested({ value: JSON.parse(said) as T, said }), rest);
    return () => clearTimeout(timer);
  }, [said, rest]);
  return rested.value;
}
