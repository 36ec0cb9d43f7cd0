/** A dialog over the page. Escape and a click beside it close it. */
import type { JSX, ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useWords } from '../words.ts';
import { SignButton } from './Button.tsx';
import css from './Sheet.module.css';

interface Props {
  title: string;
  open: boolean;
  onClose: () => void;
  size?: 'small' | 'wide';
  children: ReactNode;
}

export function Sheet({ title, open, onClose, size = 'small', children }: Props): JSX.Element {
  const { t } = useWords();
  return (
    <ModalOverlay className={css.veil ?? ''} isOpen={open} onOpenChange={(on) => !on && onClose()} isDismissable>
      <Modal className={css.sheet ?? ''} data-size={size}>
        <Dialog className={css.dialog ?? ''}>
          <header>
            <Heading slot="title">{title}</Heading>
            <SignButton sign="x" says={t('close')} keys="Escape" onPress={onClose} />
          </header>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
