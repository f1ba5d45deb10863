/** Whether the specs run as they are compiled for H5; else it is for WeChat's mini-programs. */
export const isH5 = process.env.UNI_PLATFORM === 'h5'
